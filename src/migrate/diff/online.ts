import { displayName, quotePath } from '../../catalog/index.ts'
import { isWord, quoteIdentifier, significantTokens, type Token } from '../../sql/index.ts'
import type { PartitionIndex } from './partition-indexes.ts'
import type { Step, StepObject } from './step.ts'

/** When a piece runs, before others: pieces of one time run in one file, unless one must be alone. */
export type Time = (typeof times)[number]

/** The times, first to last. */
export const times = [
  'drop indexes first',
  'add enum values',
  'change',
  'build indexes',
  'use indexes',
  'validate',
  'require',
  'drop indexes last',
] as const

/** Statements that belong together, with the earliest time at which they may run. */
export interface Piece {
  readonly statements: readonly string[]
  readonly time: Time
  readonly concurrent: boolean
  /** The keys of what is there when it has run. */
  readonly makes: readonly string[]
  readonly needs: readonly string[]
}

/** What is known of the database that the steps start from. */
export interface Surroundings {
  /** The tables and materialized views that are there, and may hold rows and serve others. */
  readonly tables: ReadonlySet<string>
  /** Those of them that are partitioned. */
  readonly partitioned: ReadonlySet<string>
  /** The indexes of partitions as they should become, by the index of the whole table. */
  readonly partitionIndexes: ReadonlyMap<string, readonly PartitionIndex[]>
  /** The steps, all of them. */
  readonly steps: readonly Step[]
}

/**
 * A step as it runs while others use the database: without holding a lock that blocks them longer than a moment. What
 * concerns a table that the steps themselves make stays as it is, and so does what PostgreSQL knows no better form for.
 */
export function online(step: Step, around: Surroundings): readonly Piece[] {
  return (
    enumValue(step) ??
    indexDrop(step, around) ??
    indexBuild(step, around) ??
    constraint(step, around) ??
    validation(step) ??
    notNull(step, around) ?? [piece(step, { statements: [withoutOnly(step.sql)] })]
  )
}

function piece(step: Step, parts: Partial<Piece> & Pick<Piece, 'statements'>): Piece {
  return { time: 'change', concurrent: false, makes: keysOf(step.makes), needs: step.needs, ...parts }
}

function keysOf(objects: readonly StepObject[]): string[] {
  return objects.map(({ key }) => key)
}

function enumValue(step: Step): Piece[] | undefined {
  return step.commits ? [piece(step, { statements: [step.sql], time: 'add enum values' })] : undefined
}

function indexDrop(step: Step, around: Surroundings): Piece[] | undefined {
  const index = step.drops[0]
  if (!begins(step.sql, 'drop', 'index') || index?.table === undefined) return undefined
  const table = displayName(index.table)
  if (!around.tables.has(table) || around.partitioned.has(table)) return undefined
  const isFirst = around.steps.some((other) => isInTheWayOf(other, step, index))
  if (isFirst && around.steps.some((other) => other !== step && other.frees.includes(index.key))) return undefined
  const time = isFirst ? 'drop indexes first' : 'drop indexes last'
  return [{ statements: [concurrently(step.sql)], time, concurrent: true, makes: keysOf(step.drops), needs: [] }]
}

// A new index is there before the old one goes, unless that is in the way of another step: one that makes an index of the same
// name, or that drops one of its columns or gives it another type.
function isInTheWayOf({ sql, makes, drops, needs }: Step, drop: Step, index: StepObject): boolean {
  if (makes.some(({ key }) => key === index.key)) return true
  if (drops.some(({ key, kind }) => kind === 'column' && drop.frees.includes(key))) return true
  return changesType(sql) && needs.some((key) => drop.frees.includes(key))
}

function changesType(sql: string): boolean {
  return begins(sql, 'alter', 'table') && [...significantTokens(sql)].some((token) => isWord(token, 'type'))
}

function indexBuild(step: Step, around: Surroundings): Piece[] | undefined {
  const index = step.makes.find(({ kind }) => kind === 'index')
  if (index?.table === undefined || !begins(step.sql, 'create')) return undefined
  const table = displayName(index.table)
  if (!around.tables.has(table)) return undefined
  const parts = around.partitionIndexes.get(displayName(index.path)) ?? []
  if (!around.partitioned.has(table)) return [build(step, concurrently(step.sql))]
  return parts.length === 0
    ? undefined
    : [...parts.filter(({ partitioned }) => !partitioned).map(buildPart), whole(step, parts)]
}

function build(step: Step, sql: string): Piece {
  return piece(step, { statements: [sql], time: 'build indexes', concurrent: true })
}

function buildPart({ definition, name }: PartitionIndex): Piece {
  return { statements: [concurrently(definition)], time: 'build indexes', concurrent: true, makes: [name], needs: [] }
}

// Without `only` PostgreSQL takes the indexes that the partitions have already, after it has locked all of them against
// writing; `attach` locks none of them.
function whole(step: Step, parts: readonly PartitionIndex[]): Piece {
  const nested = parts.filter(({ partitioned }) => partitioned).map(({ definition }) => definition)
  const attached = parts.map(({ parent, name }) => `ALTER INDEX ${parent} ATTACH PARTITION ${name}`)
  const statements = [step.sql, ...nested, ...attached]
  return piece(step, { statements, time: 'use indexes', needs: [...step.needs, ...parts.map(({ name }) => name)] })
}

function constraint(step: Step, around: Surroundings): Piece[] | undefined {
  const made = step.makes.find(({ kind }) => kind === 'constraint')
  if (made?.table === undefined || made.definition === undefined || !isAddition(step.sql)) return undefined
  const table = displayName(made.table)
  const isTable = around.tables.has(table)
  switch (made.constraintType) {
    case 'c':
      return isTable ? validatedLater(step, made) : undefined
    case 'f':
      return isTable && !around.partitioned.has(table) ? validatedLater(step, made) : undefined
    case 'p':
    case 'u':
      return isTable && !around.partitioned.has(table) ? usingIndex(step, made, around) : undefined
    default:
      return undefined
  }
}

function isAddition(sql: string): boolean {
  return [...significantTokens(sql)].some((token, at, all) => isWord(token, 'add') && isWord(all[at + 1], 'constraint'))
}

function validatedLater(step: Step, { key, path, table, definition }: StepObject): Piece[] | undefined {
  if (/\bNOT (VALID|ENFORCED)$/.test(definition!)) return undefined
  const added = piece(step, { statements: [`${step.sql} NOT VALID`] })
  return [added, validate(table!, path.at(-1)!, key)]
}

function validate(table: readonly string[], name: string, key: string): Piece {
  const sql = `ALTER TABLE ${quotePath(table)} VALIDATE CONSTRAINT ${quoteIdentifier(name)}`
  return { statements: [sql], time: 'validate', concurrent: false, makes: [], needs: [key] }
}

function usingIndex(step: Step, made: StepObject, { steps }: Surroundings): Piece[] | undefined {
  const parts = indexedParts(made.definition!)
  if (parts === undefined) return undefined
  const [table, name] = [quotePath(made.table!), quoteIdentifier(made.path.at(-1)!)]
  const kind = made.constraintType === 'p' ? 'PRIMARY KEY' : 'UNIQUE'
  const index = `index of ${made.key}`
  const unique = `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${table} ${parts.index}`
  const added = `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${kind} USING INDEX ${name}${parts.timing}`
  // The columns of a primary key must be not null before, or PostgreSQL reads all rows under its lock.
  const notNulls = steps
    .filter(
      ({ sql }) => made.constraintType === 'p' && sql.startsWith(`ALTER TABLE ${table} `) && columnMadeNotNull(sql),
    )
    .map(({ sql }) => sql)
  return [
    { statements: [unique], time: 'build indexes', concurrent: true, makes: [index], needs: step.needs },
    piece(step, { statements: [added], time: 'use indexes', needs: [...step.needs, ...notNulls, index] }),
  ]
}

/** What `unique (…) …` says of its index and of when it is checked; nothing where an index cannot be said to be the same. */
function indexedParts(definition: string): { readonly index: string; readonly timing: string } | undefined {
  const parts = [...significantTokens(definition)]
  const open = parts.findIndex(({ text }) => text === '(')
  const timing = parts.findIndex((token) => isWord(token, 'deferrable'))
  if (open === -1 || parts.some((token) => isWord(token, 'overlaps', 'using', 'enforced'))) return undefined
  const [list, end] = [parts[open]!.offset, timing === -1 ? definition.length : parts[timing]!.offset]
  const nulls = parts.slice(0, open).some((token) => isWord(token, 'nulls')) ? ' NULLS NOT DISTINCT' : ''
  const columns = definition.slice(list, end).trim()
  const storage = /(?<= )WITH \([^()]*\)$/.exec(columns)?.[0] ?? ''
  const index = `${columns.slice(0, columns.length - storage.length).trim()}${nulls} ${storage}`.trim()
  return { index, timing: timing === -1 ? '' : ` ${definition.slice(end)}` }
}

function validation(step: Step): Piece[] | undefined {
  const validates = [...significantTokens(step.sql)].some((token) => isWord(token, 'validate'))
  if (!begins(step.sql, 'alter', 'table') || !validates) return undefined
  return [piece(step, { statements: [step.sql], time: 'validate' })]
}

function notNull(step: Step, around: Surroundings): Piece[] | undefined {
  const found = columnMadeNotNull(step.sql)
  if (found === undefined || !around.tables.has(displayName(found.table))) return undefined
  const [table, column] = [quotePath(found.table), quoteIdentifier(found.column)]
  const name = `${[found.table.at(-1)!, found.column].join('_').slice(0, 50)}_is_set`
  const key = `check ${table}.${column}`
  const alter = `ALTER TABLE ${table}`
  const check = `${alter} ADD CONSTRAINT ${quoteIdentifier(name)} CHECK (${column} IS NOT NULL) NOT VALID`
  const drop = `${alter} DROP CONSTRAINT ${quoteIdentifier(name)}`
  return [
    { statements: [check], time: 'change', concurrent: false, makes: [key], needs: step.needs },
    validate(found.table, name, key),
    piece(step, {
      statements: [step.sql, drop],
      time: 'require',
      makes: [...keysOf(step.makes), step.sql],
      needs: [...step.needs, key],
    }),
  ]
}

/** The column that `alter table … alter column … set not null` is about. */
function columnMadeNotNull(sql: string): { readonly table: string[]; readonly column: string } | undefined {
  const parts = [...significantTokens(sql)]
  const words = parts.map(({ text }) => text.toUpperCase()).join(' ')
  const shape = /^ALTER TABLE "(?:[^"]|"")*" \. "(?:[^"]|"")*" ALTER COLUMN "(?:[^"]|"")*" SET NOT NULL$/
  if (!shape.test(words)) return undefined
  const names = parts.filter(({ kind }) => kind === 'quoted identifier').map(unquoted)
  return { table: names.slice(0, 2), column: names[2]! }
}

function unquoted({ text }: Token): string {
  return text.slice(1, -1).replaceAll('""', '"')
}

/** `create index` and `drop index` with `concurrently`. */
export function concurrently(sql: string): string {
  const index = [...significantTokens(sql)].find((token) => isWord(token, 'index'))!
  const end = index.offset + index.text.length
  return `${sql.slice(0, end)} CONCURRENTLY${sql.slice(end)}`
}

/** `create index` on a partitioned table and all of its partitions, instead of on the table only. */
export function withoutOnly(sql: string): string {
  if (!/^CREATE (UNIQUE )?INDEX /.test(sql)) return sql
  const parts = [...significantTokens(sql)]
  const only = parts.find((token, at) => isWord(token, 'only') && isWord(parts[at - 1], 'on') && at < 6)
  return only === undefined ? sql : sql.slice(0, only.offset) + sql.slice(only.offset + 'only '.length)
}

/** Does the statement begin with these words? */
export function begins(sql: string, ...words: readonly string[]): boolean {
  const parts = [...significantTokens(sql)].slice(0, words.length)
  return words.every((word, at) => isWord(parts[at], word))
}
