import { type Catalog, readCatalog } from '../../catalog/index.ts'
import type { Queryable } from '../../query/index.ts'
import type { SqlParser } from '../../sql/index.ts'
import type { Migration, Script } from '../files.ts'
import type { CheckFinding, CheckSeverity } from './findings.ts'
import { irreversibleReason } from './ignore.ts'
import { proofRules } from './known-rules.ts'
import { lint } from './lint.ts'
import { blocks, type LockMode } from './locks.ts'
import { type MeasuredStatement, type Verdict, verdictOn } from './measure.ts'
import { CatalogDiffers, isUndone, proveRound, type Round } from './prove.ts'
import { findFaults } from './rules/index.ts'
import { measureScript, runScript, ScriptFailure } from './run-script.ts'
import { parsedOf, type ReadScript, type RefusedScript, readScript } from './script.ts'
import { placeIn, type Told, tellDown, tellFailure, tellUpAgain } from './tell.ts'

/** What a statement does to a table that was there before its migration. */
export interface CheckedEffect {
  /** Of the statement in `up.sql`; counted from 1. */
  readonly line: number
  /** The first line of the statement. */
  readonly statement: string
  readonly table: string
  /** The strongest lock on the table while it ran, as the manual calls it. */
  readonly lock: LockMode
  /** What others must wait with: `reads and writes`. */
  readonly blocks: string
  readonly rewritten: boolean
  readonly scanned: boolean
  readonly verdict: Verdict
}

/**
 * Whether a migration can be reverted: `proved` by going down and up again, `disproved`, `none` without a `down.sql`,
 * `irreversible` by its own word, `unknown` where `up` already failed.
 */
export type Reversibility = 'proved' | 'disproved' | 'none' | 'irreversible' | 'unknown'

/** A migration that was checked. */
export interface CheckedMigration {
  readonly version: string
  readonly name: string
  readonly reversible: Reversibility
  /** What its statements do to tables that others may be using, in their order. */
  readonly effects: readonly CheckedEffect[]
  readonly findings: readonly CheckFinding[]
}

/** What a migration is checked with. */
export interface MigrationContext {
  readonly session: Queryable
  readonly parse: SqlParser
  readonly without: ReadonlySet<string>
  readonly requireDown: boolean
}

/** What became of a migration. */
export interface Outcome {
  readonly checked: CheckedMigration
  /** Whether the next migration can be tried. */
  readonly goesOn: boolean
  /** The catalog that it left, where that was read. */
  readonly after?: Catalog
}

/** Checks one migration, on a database in which all before it are applied; `known` is the catalog of that, if it was read. */
export async function checkMigration(
  context: MigrationContext,
  migration: Migration,
  known: Catalog | undefined,
): Promise<Outcome> {
  const { session, parse, without } = context
  const notes = new Notes(migration)
  await loadFixtures(context, migration, notes)
  const up = notes.read('up', parse, migration.up)
  if (up === undefined) return { checked: notes.result('unknown', []), goesOn: false }
  const before = known ?? (needsCatalog(migration, up) ? await readCatalog(session, { keepPrepared: true }) : undefined)
  const measured = await notes.attempt(() => measureScript(session, up), 'up-failed')
  if (measured === undefined) return { checked: notes.result('unknown', []), goesOn: false }
  const { reversible, ...state } = await prove(context, migration, { up, before }, notes)
  notes.add(...lint(migration, up, measured, { before, without }))
  const effects = measured.flatMap((each) => effectsOf(each))
  return { checked: notes.result(reversible, effects), ...state }
}

// Reading the catalog is what takes the time of a check, and not every migration needs it.
function needsCatalog({ down }: Migration, { statements }: ReadScript): boolean {
  return down !== undefined || findFaults(parsedOf(statements)).length > 0
}

/** Applies one migration that is not asked about; answers only when that failed. */
export async function applyMigration(context: MigrationContext, migration: Migration): Promise<Outcome | undefined> {
  const notes = new Notes(migration)
  await loadFixtures(context, migration, notes)
  const up = notes.read('up', context.parse, migration.up)
  if (up !== undefined) await notes.attempt(() => runScript(context.session, up), 'up-failed')
  return notes.isClean ? undefined : { checked: notes.result('unknown', []), goesOn: false }
}

async function loadFixtures(
  { session, parse }: MigrationContext,
  { fixtures }: Migration,
  notes: Notes,
): Promise<void> {
  const read = fixtures && notes.read('fixtures', parse, fixtures)
  if (read !== undefined) await notes.attempt(() => runScript(session, read), 'fixtures-failed')
}

interface Proof {
  readonly reversible: Reversibility
  /** Whether the database still is as `up` left it. */
  readonly goesOn: boolean
  readonly after?: Catalog
}

async function prove(
  { session, parse, requireDown }: MigrationContext,
  { up: script, down: reverse }: Migration,
  { up, before }: { readonly up: ReadScript; readonly before: Catalog | undefined },
  notes: Notes,
): Promise<Proof> {
  if (reverse === undefined || before === undefined) return withoutDown(script, requireDown, notes)
  const after = await readCatalog(session, { keepPrepared: true })
  const down = notes.read('down', parse, reverse)
  if (down === undefined) return { reversible: 'disproved', goesOn: true, after }
  const round = { up, down, before, after }
  const proved = await notes.attemptRound(() => proveRound(session, round), round)
  return { reversible: proved ? 'proved' : 'disproved', goesOn: proved || isUndone(round), after }
}

function withoutDown(script: Script, required: boolean, notes: Notes): Proof {
  const reason = irreversibleReason(script.text)
  if (reason === '') notes.note('irreversible-without-reason', { file: script.path, message: noReason })
  else if (reason === undefined) {
    notes.note('missing-down', { file: script.path, message: noDown }, required ? 'error' : undefined)
  }
  return { reversible: reason ? 'irreversible' : 'none', goesOn: true }
}

const noDown =
  'there is no down.sql beside it, so that the migration cannot be reverted; write one, or say why there is none: `-- rowhouse-irreversible: <reason>`'
const noReason = 'say why there is no way back: `-- rowhouse-irreversible: <reason>`'

function effectsOf({ statement, effects }: MeasuredStatement): CheckedEffect[] {
  return effects.map((effect) => ({
    line: statement.line,
    statement: statement.text.split('\n', 1)[0]!,
    table: effect.table,
    lock: effect.lock,
    blocks: blocks(effect.lock),
    rewritten: effect.rewritten,
    scanned: effect.scanned,
    verdict: verdictOn(effect, effects),
  }))
}

/** What is noted of a migration while it is checked. */
class Notes {
  readonly #migration: Migration
  readonly #findings: CheckFinding[] = []

  constructor(migration: Migration) {
    this.#migration = migration
  }

  /** Whether nothing stands against running it. */
  get isClean(): boolean {
    return this.#findings.length === 0
  }

  add(...findings: readonly CheckFinding[]): void {
    this.#findings.push(...findings)
  }

  note(rule: keyof typeof proofRules, told: Told, severity: CheckSeverity = proofRules[rule]): void {
    this.add({ rule, severity, migration: this.#migration.name, ...told })
  }

  read(kind: 'up' | 'down' | 'fixtures', parse: SqlParser, script: Script): ReadScript | undefined {
    const read = readScript(parse, script)
    if (!('refused' in read)) return read
    this.note(`${kind}-refused`, toldRefusal(read))
    return undefined
  }

  /** Runs `work`, and notes where a script failed. */
  async attempt<T>(work: () => Promise<T>, rule: keyof typeof proofRules): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ScriptFailure)) throw error
      this.note(rule, tellFailure(error))
      return undefined
    }
  }

  /** Runs `work`, and notes what of it did not lead where it should; answers whether all of it did. */
  async attemptRound(work: () => Promise<void>, { down }: Round): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      if (error instanceof ScriptFailure) {
        this.note(error.read === down ? 'down-failed' : 'up-again-failed', tellFailure(error))
      } else if (error instanceof CatalogDiffers) {
        this.#noteDifferences(error, error.read === down)
      } else throw error
      return false
    }
  }

  result(reversible: Reversibility, effects: readonly CheckedEffect[]): CheckedMigration {
    const { version, name } = this.#migration
    return { version, name, reversible, effects, findings: this.#findings }
  }

  #noteDifferences({ read, differences }: CatalogDiffers, isDown: boolean): void {
    const [rule, tell] = isDown ? (['down-differs', tellDown] as const) : (['up-again-differs', tellUpAgain] as const)
    for (const difference of differences) this.note(rule, { file: read.script.path, message: tell(difference) })
  }
}

function toldRefusal({ script, offset, refused }: RefusedScript): Told {
  return { ...placeIn(script, offset, true), message: refused }
}
