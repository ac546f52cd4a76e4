import { type Catalog, displayName } from '../../catalog/index.ts'
import { isWord, significantTokens, type Token } from '../../sql/index.ts'
import type { Step } from './step.ts'

/**
 * The steps as a person would write them: types before the tables that use them, and each new table with all of its columns,
 * in their order, in one statement.
 */
export function tidied(steps: readonly Step[], from: Catalog, target: Catalog): Step[] {
  return withAllColumns(typesFirst(steps, from), target).map((step) => ({ ...step, sql: withoutDefaults(step.sql) }))
}

function typesFirst(steps: readonly Step[], from: Catalog): Step[] {
  const table = steps.findIndex(({ sql }) => isCreation(sql, 'table'))
  if (table === -1) return [...steps]
  const before = steps.slice(0, table)
  const made = new Set(keysMade(steps))
  const there = new Set(keysMade(before))
  const present = new Set([...from.values()].filter(({ kind }) => types.has(kind)).map(({ name }) => name))
  const first: Step[] = []
  for (const step of steps.slice(table)) {
    const own = keysMade([step])
    const isFree = step.needs.every((key) => !made.has(key) || there.has(key) || own.includes(key))
    if (!isCreation(step.sql, 'type', 'domain') || !isFree || own.length === 0) continue
    if (step.makes.some(({ path }) => present.has(displayName(path)))) continue
    first.push(step)
    for (const key of own) there.add(key)
  }
  return [...before, ...first, ...steps.slice(table).filter((step) => !first.includes(step))]
}

const types: ReadonlySet<string> = new Set(['enum', 'domain', 'composite type', 'range type'])

function keysMade(steps: readonly Step[]): string[] {
  return steps.flatMap(({ makes }) => makes).map(({ key }) => key)
}

function isCreation(sql: string, ...kinds: readonly string[]): boolean {
  const [first, second, third] = significantTokens(sql)
  return (
    isWord(first, 'create') && (isWord(second, ...kinds) || (isWord(second, 'unlogged') && isWord(third, ...kinds)))
  )
}

function withAllColumns(steps: readonly Step[], target: Catalog): Step[] {
  const folded = new Set<Step>()
  return steps
    .map((step, at) => {
      if (!isCreation(step.sql, 'table') || listOf(step.sql) === undefined) return step
      const columns = steps.slice(at + 1).filter((each) => canFold(each, step, steps.slice(at + 1)))
      for (const column of columns) folded.add(column)
      return columns.length === 0 ? step : withColumns(step, columns, target)
    })
    .filter((step) => !folded.has(step))
}

const addColumn = /^ALTER TABLE (?:"(?:[^"]|"")*"\.?){2} ADD COLUMN /

function canFold(step: Step, table: Step, later: readonly Step[]): boolean {
  if (!addColumn.test(step.sql) || displayName(step.relation ?? []) !== displayName(table.relation ?? [])) return false
  const own = new Set(
    keysMade([step, ...later.filter((each) => addColumn.test(each.sql) && each.relation === step.relation)]),
  )
  const tooLate = new Set(keysMade(later).filter((key) => !own.has(key)))
  return step.needs.every((key) => !tooLate.has(key))
}

function withColumns(table: Step, columns: readonly Step[], target: Catalog): Step {
  const list = listOf(table.sql)!
  const added = columns.map(({ sql }) => sql.replace(addColumn, ''))
  const order = columnsOf(table, target)
  const clauses = [...list.clauses, ...added].toSorted((one, other) => placeOf(one, order) - placeOf(other, order))
  const sql = `${table.sql.slice(0, list.start)}${clauses.join(', ')}${table.sql.slice(list.end)}`
  const makes = [...table.makes, ...columns.flatMap((column) => column.makes)]
  return { ...table, sql, makes, needs: [...table.needs, ...columns.flatMap((column) => column.needs)] }
}

function columnsOf({ relation }: Step, target: Catalog): string[] {
  const name = displayName(relation ?? [])
  return [...target.values()].flatMap(({ kind, parent, path }) =>
    kind === 'column' && parent === name ? [path.at(-1)!] : [],
  )
}

/** Where a clause stands: a column at the place of its name, a constraint behind them all. */
function placeOf(clause: string, order: readonly string[]): number {
  const name = /^"((?:[^"]|"")*)"/.exec(clause)?.[1]
  return name === undefined ? order.length : order.indexOf(name.replaceAll('""', '"'))
}

interface List {
  readonly clauses: readonly string[]
  /** Behind the opening parenthesis. */
  readonly start: number
  /** At the closing one. */
  readonly end: number
}

/** The list of columns and constraints in a `create table` that has one. */
function listOf(sql: string): List | undefined {
  const parts = [...significantTokens(sql)]
  const open = parts.findIndex(({ text }) => text === '(')
  if (open === -1 || parts.slice(0, open).some((token) => isWord(token, 'partition'))) return undefined
  const commas = topLevel(parts.slice(open))
  const start = parts[open]!.offset + 1
  const ends = commas.map(({ offset }) => offset)
  const clauses = ends.map((end, at) => sql.slice(at === 0 ? start : ends[at - 1]! + 1, end).trim())
  return { clauses: clauses.filter((clause) => clause !== ''), start, end: ends.at(-1)! }
}

/** The commas of a list that begins with its parenthesis, and the parenthesis that closes it. */
function topLevel(parts: readonly Token[]): Token[] {
  const found: Token[] = []
  let depth = 0
  for (const token of parts) {
    if (token.text === '(' || token.text === '[') depth += 1
    if (token.text === ',' && depth === 1) found.push(token)
    if (token.text === ')' || token.text === ']') depth -= 1
    if (depth === 0) return [...found, token]
  }
  return found
}

// What PostgreSQL takes for a sequence when nothing is said.
function withoutDefaults(sql: string): string {
  if (!/^(CREATE SEQUENCE|CREATE TABLE) /.test(sql)) return sql
  return sql.replace(
    /( AS (?:bigint|integer|smallint))? INCREMENT BY 1 MINVALUE 1 MAXVALUE (9223372036854775807|2147483647|32767) START WITH 1 CACHE 1 NO CYCLE$/,
    (_, type: string | undefined = '') => (type === ' AS bigint' ? '' : type),
  )
}
