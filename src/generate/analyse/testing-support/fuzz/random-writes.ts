import { kinds, literalOf, sqlTypes } from './kinds.ts'
import { condition, expression, type Reference } from './random-expressions.ts'
import { fromClause, referencesTo } from './random-from.ts'
import { outputColumns, type Relation, type RelationColumn } from './random-schema.ts'
import type { Selected, Writer } from './writer.ts'

/** An insert, update, delete or merge that answers the rows it touched. */
export function write(writer: Writer): Selected {
  const { random } = writer
  const table = random.pick(writer.tables)
  const way = random.pick([insert, insertSelected, update, update, updateFrom, remove, removeUsing, merge])
  const { text, references } = way(writer, table)
  const given = writer.ingredients(references, 1, [])
  const wanted = random.times(3, () => random.pick(kinds))
  const outputs = wanted.map((kind, index) => `${expression(kind, 2, given)} as o${index}`)
  return { text: `${text} returning ${outputs.join(', ')}`, columns: outputColumns(wanted) }
}

interface Written {
  readonly text: string
  /** What RETURNING may use. */
  readonly references: readonly Reference[]
}

function insert(writer: Writer, table: Relation): Written {
  const { random } = writer
  const key = random.pick(['99', '98', '0', '1'])
  const rows = random.times(1 + random.below(2), (row) =>
    table.columns.map((column, index) => (index === 0 ? `${key}${row || ''}` : stored(writer, column))).join(', '),
  )
  const text = `insert into ${table.name} values (${rows.join('), (')})`
  return { text: text + onConflict(writer, table), references: returned(writer, table) }
}

function insertSelected(writer: Writer, table: Relation): Written {
  const source = writer.random.pick(writer.tables)
  const alias = writer.name('a')
  const given = writer.ingredients(referencesTo(alias, source.columns), 0, [])
  const values = table.columns.map((column, index) =>
    index === 0
      ? `${alias}.id + 50`
      : column.notNull
        ? `coalesce(${expression(column.kind, 1, given)}, ${literalOf(writer.random, column.kind)})`
        : expression(column.kind, 1, given),
  )
  const text = `insert into ${table.name} select ${values.join(', ')} from ${source.name} as ${alias}`
  return { text: text + onConflict(writer, table), references: returned(writer, table) }
}

function onConflict(writer: Writer, table: Relation): string {
  const { random } = writer
  if (random.chance(0.4)) return ''
  if (random.chance(0.3)) return ' on conflict do nothing'
  const set = assignments(writer, table, table.name)
  return ` on conflict (id) do update set ${set}, c0 = coalesce(excluded.c0, ${table.name}.c1, 1)`
}

function update(writer: Writer, table: Relation): Written {
  const given = writer.ingredients(referencesTo(table.name, table.columns), 1, [])
  const text = `update ${table.name} set ${assignments(writer, table, table.name)} where ${condition(1, given)}`
  return { text, references: returned(writer, table) }
}

function updateFrom(writer: Writer, table: Relation): Written {
  const from = fromClause(writer, 0, [])
  const references = [...referencesTo(table.name, table.columns), ...from.references]
  const where = condition(1, writer.ingredients(references, 0, []))
  const text = `update ${table.name} set ${assignments(writer, table, table.name)} from ${from.sql} where ${where}`
  return { text, references: [...returned(writer, table), ...from.references] }
}

function remove(writer: Writer, table: Relation): Written {
  const given = writer.ingredients(referencesTo(table.name, table.columns), 1, [])
  return { text: `delete from ${table.name} where ${condition(1, given)}`, references: returned(writer, table) }
}

function removeUsing(writer: Writer, table: Relation): Written {
  const from = fromClause(writer, 0, [])
  const references = [...referencesTo(table.name, table.columns), ...from.references]
  const where = condition(1, writer.ingredients(references, 0, []))
  return { text: `delete from ${table.name} using ${from.sql} where ${where}`, references: [...references] }
}

const actions = ['matched', 'not matched', 'not matched by source'] as const

// MERGE has RETURNING since PostgreSQL 17.
function merge(writer: Writer, table: Relation): Written {
  const { random } = writer
  const source = random.pick(writer.tables)
  const alias = writer.name('a')
  const values = table.columns.map((column, index) => (index === 0 ? `${alias}.id + 70` : stored(writer, column)))
  const does = {
    matched: random.pick([`update set ${assignments(writer, table, table.name)}`, 'delete']),
    'not matched': `insert values (${values.join(', ')})`,
    'not matched by source': random.pick(['delete', `update set ${assignments(writer, table, table.name)}`]),
  }
  const some = actions.filter(() => random.chance(0.6))
  const chosen = some.length > 0 ? some : actions
  const when = chosen.map((action) => ` when ${action} then ${does[action]}`)
  const text = `merge into ${table.name} using ${source.name} as ${alias} on ${alias}.id = ${table.name}.c0${when.join('')}`
  return { text, references: [...returned(writer, table), ...referencesTo(alias, source.columns)] }
}

/** The row as it is now; for PostgreSQL 18, which alone knows them, also as it was and as it will be. */
function returned({ random }: Writer, { name, columns }: Relation): Reference[] {
  const own = referencesTo(name, columns)
  return random.chance(0.7) ? own : [...own, ...referencesTo('old', columns), ...referencesTo('new', columns)]
}

function assignments(writer: Writer, table: Relation, own: string): string {
  const { random } = writer
  const given = writer.ingredients(referencesTo(own, table.columns), 0, [])
  const chosen = table.columns.filter((_, index) => index > 0 && random.chance(0.4))
  const list = (chosen.length > 0 ? chosen : table.columns.slice(1, 2)).filter(({ name }) => name !== 'c0')
  const value = (column: RelationColumn) =>
    column.notNull || random.chance(0.6) ? stored(writer, column) : expression(column.kind, 1, given)
  return (list.length > 0 ? list : table.columns.slice(2, 3))
    .map((column) => `${column.name} = ${value(column)}`)
    .join(', ')
}

/** A value that the column takes; a parameter as it stands, so that it flows into the column. */
function stored(writer: Writer, { kind, notNull }: RelationColumn): string {
  const { random } = writer
  if (random.chance(0.15)) return writer.ingredients([], 0, []).parameter(kind, notNull !== true)
  return notNull || random.chance(0.5) ? literalOf(random, kind) : `null::${sqlTypes[kind]}`
}
