import { type Catalog, compareCatalogs, type Difference, readCatalog } from '../../catalog/index.ts'
import type { Database } from '../../database/index.ts'
import { messageOf, RowhouseError } from '../../errors/index.ts'
import { withUncheckedBodies } from './function-bodies.ts'
import { begins, concurrently, withoutOnly } from './online.ts'
import type { SqlStyle } from './sql-style.ts'
import { runStatements, type Stage } from './stage.ts'
import { readState, type State, stepsFrom } from './state.ts'

/** A stage with what undoes it; both have been run. */
export interface ProvedStage extends Stage {
  readonly down: readonly string[]
  /** Must the statements of `down` run each alone? */
  readonly downConcurrent: boolean
}

/**
 * Runs the stages on a scratch database that is in the state `from`, up, down and up again, and compares the catalog after
 * each. Answers them with what undoes each. Throws `DIFF_UNPROVED` when a statement fails, or when something is not as it
 * should be.
 */
export async function prove(
  db: Database,
  from: State,
  stages: readonly Stage[],
  { target, style }: { readonly target: State; readonly style: SqlStyle },
): Promise<ProvedStage[]> {
  const states = await climb(db, from, stages)
  refuseDifference('up.sql does not lead to the schema file', target.catalog, states.at(-1)!.catalog)
  await refuseResidue(states.at(-1)!, target)
  const proved: ProvedStage[] = []
  for (const [at, stage] of stages.entries()) proved.push(await withDown(stage, states[at + 1]!, states[at]!, style))
  await descend(db, proved, states)
  for (const { statements, concurrent } of stages) await run(db, statements, concurrent)
  refuseDifference('up.sql after down.sql does not lead to the schema file', target.catalog, await readCatalog(db))
  return proved
}

/** The state before the stages and after each of them. */
async function climb(db: Database, from: State, stages: readonly Stage[]): Promise<State[]> {
  const states = [from]
  for (const { statements, concurrent } of stages) {
    await run(db, statements, concurrent)
    states.push(await readState(db))
  }
  return states
}

async function descend(db: Database, stages: readonly ProvedStage[], states: readonly State[]): Promise<void> {
  for (const [at, { down, downConcurrent }] of [...stages.entries()].toReversed()) {
    await run(db, down, downConcurrent)
    refuseDifference('down.sql does not lead back', states[at]!.catalog, await readCatalog(db))
  }
}

async function run(db: Database, statements: readonly string[], concurrent: boolean): Promise<void> {
  try {
    await runStatements(db, statements, concurrent)
  } catch (cause) {
    const what =
      'what was made does not run on the scratch database, so nothing is written; write this migration by hand'
    throw new RowhouseError('DIFF_UNPROVED', `${what}:\n${messageOf(cause)}`, { cause })
  }
}

async function withDown(stage: Stage, after: State, before: State, style: SqlStyle): Promise<ProvedStage> {
  if (stage.undo !== undefined) return { ...stage, down: stage.undo, downConcurrent: false }
  const down = (await stepsFrom(after, before)).map(({ sql }) => withoutOnly(sql))
  const downConcurrent = stage.concurrent && down.every(isOfIndex)
  const statements = downConcurrent ? down.map(concurrently) : down
  return { ...stage, down: withUncheckedBodies(statements).map(style), downConcurrent }
}

function isOfIndex(sql: string): boolean {
  return begins(sql, 'create', 'index') || begins(sql, 'create', 'unique', 'index') || begins(sql, 'drop', 'index')
}

async function refuseResidue(live: State, target: State): Promise<void> {
  const left = await stepsFrom(live, target)
  if (left.length === 0) return
  throw new RowhouseError(
    'DIFF_UNPROVED',
    `the statements that were made leave this to do, so nothing is written; write this migration by hand:\n${left.map(({ sql }) => sql).join(';\n')}`,
  )
}

function refuseDifference(what: string, expected: Catalog, live: Catalog): void {
  const differences = compareCatalogs(expected, live)
  if (differences.length === 0) return
  throw new RowhouseError(
    'DIFF_UNPROVED',
    `${what}, so nothing is written; write this migration by hand:\n${differences.map(told).join('\n')}`,
    { facts: { objects: differences.map(({ kind, name }) => `${kind} ${name}`) } },
  )
}

/** A difference in a line or two. */
export function told({ change, kind, name, expected, live }: Difference): string {
  if (change !== 'different') return `  ${change}  ${kind} ${name}`
  return `  different  ${kind} ${name}\n    is         ${live!.definition}\n    should be  ${expected!.definition}`
}
