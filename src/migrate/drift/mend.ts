import {
  type Catalog,
  type CatalogKind,
  type CatalogObject,
  type Difference,
  displayName,
  quotePath,
} from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'

import { alteration } from './alter.ts'

/**
 * The SQL that makes the live database what was expected, where it can be said in a few statements and no data goes with it:
 * what holds rows is neither dropped nor made anew.
 */
export function mend(difference: Difference, expected: Catalog, live: Catalog): string | undefined {
  const { change } = difference
  const altered = alteration(difference.live, difference.expected)
  if (altered.length > 0) return altered.join(';\n')
  const make = difference.expected && create(difference.expected, expected)
  const remove = difference.live && drop(difference.live, live)
  if (change === 'missing') return make
  if (change === 'unexpected') return remove
  if (isReplaceable(difference.kind)) return make?.replace(/^create (or replace )?/i, 'create or replace ')
  return make !== undefined && remove !== undefined ? `${remove};\n${make}` : undefined
}

// Replaced and not made anew, they keep their privileges and what depends on them.
function isReplaceable(kind: CatalogKind): boolean {
  return kind === 'function' || kind === 'procedure' || kind === 'view'
}

function create(object: CatalogObject, catalog: Catalog): string | undefined {
  const { kind, path, definition } = object
  const [whole, part] = partsOf(path)
  switch (kind) {
    case 'column':
      return `alter table ${whole} add column ${part} ${definition}`
    case 'constraint':
      return `alter ${ownerKind(object, catalog)} ${whole} add constraint ${part} ${definition}`
    case 'policy':
      return `create policy ${part} on ${whole} ${definition}`
    case 'view':
    case 'materialized view':
    case 'sequence':
      return `create ${kind} ${quotePath(path)} ${definition}`
    case 'domain':
      return `create domain ${quotePath(path)} as ${definition}`
    case 'enum':
    case 'composite type':
    case 'range type':
      return `create type ${quotePath(path)} as ${definition}`
    case 'schema':
    case 'extension':
      return `create ${kind} ${quotePath(path)}`
    case 'index':
      return definition.endsWith('/* invalid */') ? undefined : definition
    case 'statistics':
    case 'rule':
    case 'function':
    case 'procedure':
      return definition
    case 'trigger':
      return createTrigger(object)
    default:
      return undefined
  }
}

const firing: Readonly<Record<string, string>> = {
  disabled: 'disable',
  replica: 'enable replica',
  always: 'enable always',
}

// The catalog notes in a comment when a trigger fires, which no `create trigger` can say.
function createTrigger({ path, definition }: CatalogObject): string {
  const state = /\/\* (\w+) \*\/$/.exec(definition)?.[1]
  if (state === undefined) return definition
  const [table, trigger] = partsOf(path)
  return `${definition};\nalter table ${table} ${firing[state]} trigger ${trigger}`
}

function drop(object: CatalogObject, catalog: Catalog): string | undefined {
  const { kind, path, name } = object
  const [whole, part] = partsOf(path)
  switch (kind) {
    case 'constraint':
      return `alter ${ownerKind(object, catalog)} ${whole} drop constraint ${part}`
    case 'trigger':
    case 'policy':
    case 'rule':
      return `drop ${kind} ${part} on ${whole}`
    case 'view':
    case 'materialized view':
    case 'index':
    case 'statistics':
      return `drop ${kind} ${quotePath(path)}`
    case 'function':
    case 'procedure':
      return `drop ${kind} ${quotePath(path)}${name.slice(displayName(path).length)}`
    default:
      return undefined
  }
}

function partsOf(path: readonly string[]): [whole: string, part: string] {
  return [quotePath(path.slice(0, -1)), quoteIdentifier(path.at(-1) ?? '')]
}

function ownerKind({ parent }: CatalogObject, catalog: Catalog): 'domain' | 'table' {
  return catalog.has(`domain ${parent}`) ? 'domain' : 'table'
}
