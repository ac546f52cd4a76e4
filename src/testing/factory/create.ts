import { type DatabaseError, isCheckViolation, isUniqueViolation, RowhouseError } from '../../errors/index.ts'
import type { Queryable, UnknownRow } from '../../query/index.ts'
import type { Insert, Row, Tables } from '../../registry/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { candidatesFor } from './candidates.ts'
import { checkRefused, circle, unknownColumn, valueNeeded } from './failures.ts'
import { type ColumnShape, type ForeignKey, readShape, type TableShape } from './shape.ts'

/** The tables of the application; any name, before `rowhouse generate` has written their types. */
export type TableName = [keyof Tables] extends [never] ? string : Extract<keyof Tables, string>

/** The columns that a test cares for. */
export type Given<Name> = Name extends keyof Tables ? Partial<Insert<Name>> : UnknownRow

/** A row as the database has it. */
export type Created<Name> = Name extends keyof Tables ? Row<Name> : UnknownRow

/**
 * Inserts a row and answers it: with the given values, and what else the table requires made up. Rows of other tables that it
 * must refer to are created as well, or found when values of the foreign key are given. The same calls make the same rows.
 * Throws `FACTORY_INVALID` naming the column to give when a value cannot be made up, and what the server throws.
 */
export async function create<Name extends TableName>(
  db: Queryable,
  table: Name,
  values?: Given<Name>,
): Promise<Created<Name>> {
  const row = await db.transaction((tx) => insert({ made: madeIn(db), tx, path: [] }, table, { ...values }))
  return row as Created<Name>
}

/** How far a test has come: the number of the next row of each table, and what is known of the tables. */
interface Made {
  readonly numbers: Map<string, number>
  readonly shapes: Map<string, Promise<TableShape>>
}

const made = new WeakMap<Queryable, Made>()

function madeIn(db: Queryable): Made {
  const known = made.get(db) ?? { numbers: new Map(), shapes: new Map() }
  made.set(db, known)
  return known
}

interface Context {
  readonly made: Made
  readonly tx: Queryable
  /** The tables whose rows are being made, outermost first. */
  readonly path: readonly string[]
}

async function insert(context: Context, table: string, given: UnknownRow): Promise<UnknownRow> {
  const shape = await shapeOf(context, table)
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  for (const name of Object.keys(named))
    if (!shape.columns.some((column) => column.name === name)) throw unknownColumn(shape, name)
  const values = await withParents(context, shape, named)
  return insertUnlike(context, shape, values)
}

function shapeOf({ made: { shapes }, tx }: Context, table: string): Promise<TableShape> {
  const known = shapes.get(table) ?? readShape(tx, table)
  shapes.set(table, known)
  known.catch(() => shapes.delete(table))
  return known
}

async function withParents(context: Context, shape: TableShape, given: UnknownRow): Promise<UnknownRow> {
  const values = { ...given }
  for (const key of shape.foreignKeys) {
    if (isRequired(shape, key, values)) Object.assign(values, await parentOf(context, shape, key, values))
  }
  return values
}

function isRequired({ columns }: TableShape, key: ForeignKey, values: UnknownRow): boolean {
  return columns.some(({ name, required }) => required && key.columns.includes(name) && !(name in values))
}

async function parentOf(context: Context, shape: TableShape, key: ForeignKey, values: UnknownRow): Promise<UnknownRow> {
  const { columns, parentColumns } = key
  const known = pairs(parentColumns, columns).filter(([, column]) => column in values)
  const wanted = Object.fromEntries(known.map(([parentColumn, column]) => [parentColumn, values[column]]))
  const row =
    (known.length > 0 && (await findRow(context, key, wanted))) || (await newParent(context, shape, key, wanted))
  return Object.fromEntries(pairs(columns, parentColumns).map(([column, parentColumn]) => [column, row[parentColumn]]))
}

function pairs(left: readonly string[], right: readonly string[]): [string, string][] {
  return left.map((name, index) => [name, right[index]!])
}

// Of some tables there can be no further row: levels from 0 to 5 may all be there. Then the first one will do.
async function newParent(
  context: Context,
  shape: TableShape,
  key: ForeignKey,
  wanted: UnknownRow,
): Promise<UnknownRow> {
  const path = [...context.path, shape.table]
  if (path.includes(key.parent)) throw circle(shape, key)
  try {
    return await context.tx.transaction((tx) => insert({ ...context, tx, path }, key.parent, wanted))
  } catch (error) {
    const found = isExhausted(error) ? await findRow(context, key, wanted) : undefined
    if (found === undefined) throw error
    return found
  }
}

function isExhausted(error: unknown): boolean {
  return isUniqueViolation(error) || (error instanceof RowhouseError && error.code === 'FACTORY_INVALID')
}

async function findRow(
  { tx }: Context,
  { parent, parentColumns }: ForeignKey,
  wanted: UnknownRow,
): Promise<UnknownRow | undefined> {
  const conditions = Object.keys(wanted).map((name, index) => `${quoteIdentifier(name)} = $${index + 1}`)
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
  const order = parentColumns.map(quoteIdentifier).join(', ')
  const { rows } = await tx.queryUnsafe(
    `select * from ${parent} ${where} order by ${order} limit 1`,
    Object.values(wanted),
  )
  return rows[0]
}

const mostAttempts = 50

// What is made up may be there already, in seeds for example: then the next number is tried.
async function insertUnlike(context: Context, shape: TableShape, given: UnknownRow): Promise<UnknownRow> {
  const missing = shape.columns.filter(({ name, required }) => required && !(name in given))
  for (let attempt = 1; ; attempt++) {
    const invented = await inventAll(context, shape, missing)
    try {
      return await context.tx.transaction((tx) => write(tx, shape, given, invented))
    } catch (error) {
      if (attempt < mostAttempts && isUniqueViolation(error) && isInvented(shape, error, missing)) continue
      throw explained(shape, error, given)
    }
  }
}

function isInvented({ uniques }: TableShape, { constraint }: DatabaseError, missing: readonly ColumnShape[]): boolean {
  const columns = uniques.find(({ name }) => name === constraint)?.columns
  return missing.some(({ name }) => columns?.includes(name) ?? true)
}

function explained(shape: TableShape, error: unknown, given: UnknownRow): unknown {
  if (!isCheckViolation(error)) return error
  const check = shape.checks.find(({ name }) => name === error.constraint)
  const open = check?.columns.filter((name) => !(name in given)) ?? []
  return check !== undefined && open.length > 0 ? checkRefused(shape, check.name, open, error) : error
}

async function inventAll(
  context: Context,
  shape: TableShape,
  missing: readonly ColumnShape[],
): Promise<Map<string, string>> {
  const { numbers } = context.made
  const number = (numbers.get(shape.table) ?? 0) + 1
  numbers.set(shape.table, number)
  const values = new Map<string, string>()
  for (const column of missing) {
    const value = await choose(context, column, candidatesFor({ table: shape.table, column, number }))
    if (value === undefined) throw valueNeeded(shape, column)
    values.set(column.name, value)
  }
  return values
}

// PostgreSQL itself says which of the candidates its checks let pass.
async function choose(
  { tx }: Context,
  { name, type, checks }: ColumnShape,
  candidates: string[],
): Promise<string | undefined> {
  if (checks.length === 0 || candidates.length === 0) return candidates[0]
  const { rows } = await tx.queryUnsafe(
    `select rowhouse_candidate
     from (
       select rowhouse_candidate, rowhouse_place, rowhouse_candidate::${type} as ${quoteIdentifier(name)}
       from unnest($1::text[]) with ordinality as given(rowhouse_candidate, rowhouse_place)
     ) as candidate
     where ${checks.map((check) => `(${check}) is not false`).join(' and ')}
     order by rowhouse_place
     limit 1`,
    [candidates],
  )
  return rows[0]?.rowhouse_candidate as string | undefined
}

async function write(
  tx: Queryable,
  { table, columns }: TableShape,
  given: UnknownRow,
  invented: ReadonlyMap<string, string>,
): Promise<UnknownRow> {
  const named = columns.filter(({ name }) => name in given || invented.has(name))
  const into = named.map(({ name }) => quoteIdentifier(name)).join(', ')
  // What is made up is text, which PostgreSQL reads as the column's type.
  const places = named.map(({ name, type }, index) => `$${index + 1}${invented.has(name) ? `::text::${type}` : ''}`)
  const content = named.length === 0 ? 'default values' : `(${into}) values (${places.join(', ')})`
  const params = named.map(({ name }) => invented.get(name) ?? given[name])
  const { rows } = await tx.queryUnsafe(`insert into ${table} ${content} returning *`, params)
  return rows[0]!
}
