import { type Catalog, type CatalogObject, quotePath } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'

/**
 * The statements that change an object in place from what it is to what is wanted, for kinds that are altered and not made anew.
 * Empty where there are none, such as for a column of another type, whose values might not survive.
 */
export function alteration(present: CatalogObject | undefined, wanted: CatalogObject | undefined): readonly string[] {
  const { kind } = (wanted ?? present)!
  if (kind === 'privilege') return privileges(present, wanted)
  if (kind === 'comment') return comment(present, wanted)
  if (present === undefined || wanted === undefined) return []
  if (kind === 'column') return column(present, wanted)
  return kind === 'table' ? tableSettings(present, wanted) : []
}

/** The statements that make a table with its columns and what is said of it as a whole; its constraints and indexes stand apart. */
export function newTable(table: CatalogObject, catalog: Catalog): readonly string[] {
  const { path, name, definition } = table
  if (/^(?:unlogged )?(?:of|partition of|inherits) |\bpartition by /.test(definition)) return []
  const parts = [...catalog.values()].filter(({ parent }) => parent === name)
  const columns = parts.filter(({ kind }) => kind === 'column').map(asColumn)
  const constraints = parts.filter(({ kind }) => kind === 'constraint').map(asConstraint)
  const indexes = parts.filter(({ kind }) => kind === 'index').map((index) => index.definition)
  const made = `create table ${quotePath(path)} (\n  ${[...columns, ...constraints].join(',\n  ')}\n)`
  return [made, ...tableSettings({ ...table, definition: '' }, table), ...indexes]
}

function asColumn({ path, definition }: CatalogObject): string {
  return `${quoteIdentifier(path.at(-1)!)} ${definition}`
}

function asConstraint({ path, definition }: CatalogObject): string {
  return `constraint ${quoteIdentifier(path.at(-1)!)} ${definition}`
}

interface Column {
  readonly type: string
  readonly value: string | undefined
  readonly notNull: boolean
}

function column(present: CatalogObject, wanted: CatalogObject): readonly string[] {
  const [from, to] = [columnOf(present.definition), columnOf(wanted.definition)]
  const isGenerated = [from, to].some(({ value }) => value?.startsWith('generated'))
  if (from.type !== to.type || (isGenerated && from.value !== to.value)) return []
  const alter = `alter table ${quotePath(wanted.path.slice(0, -1))} alter column ${quoteIdentifier(wanted.path.at(-1)!)}`
  return [
    ...(from.value === to.value ? [] : [`${alter} ${to.value === undefined ? 'drop default' : `set ${to.value}`}`]),
    ...(from.notNull === to.notNull ? [] : [`${alter} ${to.notNull ? 'set' : 'drop'} not null`]),
  ]
}

function columnOf(definition: string): Column {
  const notNull = / not null$/.test(definition)
  const rest = notNull ? definition.slice(0, -' not null'.length) : definition
  const at = rest.search(/ (?:default|generated) /)
  return at === -1
    ? { type: rest, value: undefined, notNull }
    : { type: rest.slice(0, at), value: rest.slice(at + 1), notNull }
}

function tableSettings(present: CatalogObject, wanted: CatalogObject): readonly string[] {
  const alter = `alter table ${quotePath(wanted.path)}`
  const has = ({ definition }: CatalogObject, flag: string) => definition.includes(flag)
  const switched = (flag: string, on: string, off: string) =>
    has(present, flag) === has(wanted, flag) ? [] : [`${alter} ${has(wanted, flag) ? on : off}`]
  return [
    ...switched('enable row level security', 'enable row level security', 'disable row level security'),
    ...switched('force row level security', 'force row level security', 'no force row level security'),
    ...options(present.definition, wanted.definition).map((change) => `${alter} ${change}`),
  ]
}

function options(present: string, wanted: string): readonly string[] {
  const [from, to] = [optionsOf(present), optionsOf(wanted)]
  const gone = [...from.keys()].filter((name) => !to.has(name))
  const set = [...to].filter(([name, value]) => from.get(name) !== value).map(([name, value]) => `${name} = ${value}`)
  return [
    ...(gone.length === 0 ? [] : [`reset (${gone.join(', ')})`]),
    ...(set.length === 0 ? [] : [`set (${set.join(', ')})`]),
  ]
}

function optionsOf(definition: string): ReadonlyMap<string, string> {
  const text = /(?:^| )with \(([^()]*)\)/.exec(definition)?.[1] ?? ''
  const pairs = text.split(', ').filter((pair) => pair !== '')
  return new Map(pairs.map((pair) => [pair.split('=')[0]!, pair.slice(pair.indexOf('=') + 1)]))
}

function privileges(present: CatalogObject | undefined, wanted: CatalogObject | undefined): readonly string[] {
  const where = /^on (\w+) ((?:[^"]|"(?:[^"]|"")*")*?) to ("(?:[^"]|"")*"|[^\s"]+)$/.exec((wanted ?? present)!.name)
  if (where === null) return []
  const [type = '', object = '', role = ''] = where.slice(1)
  const [from, to] = [privilegesOf(present), privilegesOf(wanted)]
  const target = on(type, object)
  const gone = [...from.keys()].filter((name) => !to.has(name))
  const given = [...to].filter(([name, grantable]) => from.get(name) !== grantable)
  return [
    ...gone.map((name) => `revoke ${target(name)} from ${role}`),
    ...given.map(([name, grantable]) => `grant ${target(name)} to ${role}${grantable ? ' with grant option' : ''}`),
  ]
}

function privilegesOf(object: CatalogObject | undefined): ReadonlyMap<string, boolean> {
  const names = object?.definition.split(', ') ?? []
  return new Map(names.map((name) => [name.replace(' with grant option', ''), name.endsWith(' with grant option')]))
}

// A privilege on a column is one on its table, with the column in parentheses.
function on(type: string, object: string): (privilege: string) => string {
  if (type !== 'column') return (privilege) => `${privilege} on ${type} ${object}`
  const at = /\.(?:[^".]+|"(?:[^"]|"")*")$/.exec(object)!.index
  return (privilege) => `${privilege} (${object.slice(at + 1)}) on table ${object.slice(0, at)}`
}

function comment(present: CatalogObject | undefined, wanted: CatalogObject | undefined): readonly string[] {
  const { name } = (wanted ?? present)!
  // `pg_identify_object` has longer words for some kinds than `comment on` takes.
  const target = name.replace(
    /^on (?:foreign )?(?:materialized )?(?:table|view|composite type|domain) (?=column|constraint)/,
    'on ',
  )
  return [`comment ${target} is ${wanted?.definition ?? 'null'}`]
}
