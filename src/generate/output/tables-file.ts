import type { Queryable } from '../../query/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { withoutNull } from '../analyse/index.ts'
import { groupBy } from './group.ts'
import { type GeneratedFile, header, type Layout, orNull, renderModule, type TypedName } from './query-file.ts'
import { member } from './syntax.ts'

/** Tells the columns that a query answers; undefined when PostgreSQL refuses it. */
export type TypeColumns = (text: string) => Promise<readonly TypedName[] | undefined>

interface TableColumn {
  readonly schema: string
  readonly table: string
  readonly column: string
  /** Whether an insert may leave it out: it has a default, or can be null. */
  readonly optional: boolean
  /** Whether only the database writes it. */
  readonly generated: boolean
  /** Whether it is of type `json` or `jsonb`, whose values may be the null of JSON. */
  readonly json: boolean
}

/** The file that describes the tables (and views, which are only read) of the schemas: what is read of a row, inserted, updated. */
export async function renderTables(
  db: Queryable,
  schemas: readonly string[],
  typeColumns: TypeColumns,
  layout: Layout,
): Promise<GeneratedFile> {
  const columns = await db.many<TableColumn>(tableColumns, [schemas])
  const tables = [...groupBy(columns, ({ schema, table }) => nameOf(schema, table))].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const entries: string[] = []
  for (const [name, found] of tables) entries.push(await renderTable(name, found, typeColumns))
  const comment = `${header} from the migrations. Run it again instead of editing this.`
  return { path: 'tables.ts', content: renderModule(comment, 'Tables', entries.join('\n'), 'tables.ts', layout) }
}

const tableColumns = `
  select
    namespace.nspname::text as schema, class.relname::text as table, attribute.attname::text as column,
    not attribute.attnotnull or attribute.atthasdef or attribute.attidentity <> '' as optional,
    attribute.attgenerated <> '' or attribute.attidentity = 'a' or class.relkind in ('v', 'm') as generated,
    coalesce(nullif(type.typbasetype, 0), type.oid) in ('json'::regtype, 'jsonb'::regtype) as json
  from pg_class as class
  join pg_namespace as namespace on namespace.oid = class.relnamespace
  join pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
  join pg_type as type on type.oid = attribute.atttypid
  where namespace.nspname = any ($1::text[])
    and class.relkind in ('r', 'p', 'v', 'm', 'f')
    and not class.relispartition
  order by 1, 2, attribute.attnum`

/** Tables of `public` go by their name alone, as SQL finds them. */
function nameOf(schema: string, table: string): string {
  return schema === 'public' ? table : `${schema}.${table}`
}

async function renderTable(name: string, columns: readonly TableColumn[], typeColumns: TypeColumns): Promise<string> {
  const [{ schema, table }] = columns as [TableColumn, ...TableColumn[]]
  const list = columns.map(({ column }) => quoteIdentifier(column)).join(', ')
  const typed = (await typeColumns(`select ${list} from ${quoteIdentifier(schema)}.${quoteIdentifier(table)}`)) ?? []
  const members = columns.map((column, index) => {
    const read = typed[index] ?? { type: 'unknown', nullable: true }
    return { ...column, type: orNull(read), sent: sentType(read, column) }
  })
  const written = members.filter(({ generated }) => !generated)
  return [
    `    ${member(name, '{')}`,
    `      row: ${object(members.map(({ column, type }) => member(column, type)))}`,
    `      insert: ${object(written.map(({ column, sent, optional }) => choice(column, sent, optional)))}`,
    `      update: ${object(written.map(({ column, sent }) => choice(column, sent, true)))}`,
    '    }',
  ].join('\n')
}

// A null that is sent is SQL's, which a column that is not null refuses.
function sentType(read: Pick<TypedName, 'type' | 'nullable'>, { json }: TableColumn): string {
  return json && !read.nullable ? withoutNull(read.type) : orNull(read)
}

function choice(column: string, type: string, optional: boolean): string {
  const whole = member(column, type)
  return optional ? whole.replace(': ', '?: ') : whole
}

function object(members: readonly string[]): string {
  return members.length === 0 ? 'Record<never, never>' : `{ ${members.join('; ')} }`
}
