import { significantTokens } from '../../../sql/index.ts'
import { longestName, sqlName } from '../name.ts'
import { constraintsOf, definedColumns, type Path, textsOf, typeName } from '../tree.ts'
import type { Fault, Rule } from './rule.ts'

/** Rules about types and names, which are cheap to choose and dear to change; so they look at new tables too. */
export const columns: readonly Rule[] = [
  typeRule({
    name: 'char-type',
    types: ['bpchar'],
    instead: 'text',
    reason: 'PostgreSQL pads it with blanks, and compares without them',
  }),
  typeRule({
    name: 'json-type',
    types: ['json'],
    instead: 'jsonb',
    reason: 'it has no equality, so that `distinct`, `group by` and `union` over it fail',
  }),
  typeRule({
    name: 'timestamp-without-time-zone',
    types: ['timestamp'],
    instead: 'timestamptz',
    reason: 'it does not say which instant is meant, and the offset of what is written is dropped in silence',
  }),
  typeRule({
    name: 'serial-type',
    types: ['serial', 'bigserial', 'smallserial', 'serial4', 'serial8', 'serial2'],
    instead: 'bigint generated always as identity',
    reason: 'its sequence has grants of its own, and its numbers can be overwritten by mistake',
  }),
  {
    name: 'short-key',
    severity: 'warning',
    reason: 'it has no number left after 2,147,483,647 rows or fewer, and a wider type writes the table anew',
    find: ({ tree }) =>
      definedColumns(tree)
        .filter(({ column }) => shortIntegers.has(typeName(column.typeName)) && isGeneratedKey(column))
        .map(({ table, column }) => columnFault(table, column.colname, 'is a short integer', 'bigint')),
  },
  {
    name: 'identifier-too-long',
    severity: 'error',
    reason: `PostgreSQL keeps ${longestName} bytes of a name and cuts the rest with a mere notice`,
    find: ({ text }) =>
      [...significantTokens(text)]
        .filter(({ kind }) => kind === 'word' || kind === 'quoted identifier')
        .map((token) => (token.kind === 'word' ? token.text : token.text.slice(1, -1).replaceAll('""', '"')))
        .filter((name) => Buffer.byteLength(name) > longestName)
        .map((name) => ({ what: `the name ${name} is ${Buffer.byteLength(name)} bytes long` })),
  },
  {
    name: 'add-value-to-new-enum',
    severity: 'error',
    reason: 'servers before PostgreSQL 18 refuse to use such a value in the same transaction; put it in `create type`',
    find: ({ tree }, { isNew }) => {
      if (!('AlterEnumStmt' in tree) || tree.AlterEnumStmt.oldVal !== undefined) return []
      const type = textsOf(tree.AlterEnumStmt.typeName)
      if (!isNew(type)) return []
      return [{ what: `adds the value '${tree.AlterEnumStmt.newVal}' to ${sqlName(...type)}, which it has just made` }]
    },
  },
]

function typeRule({
  name,
  types,
  instead,
  reason,
}: {
  readonly name: string
  readonly types: readonly string[]
  readonly instead: string
  readonly reason: string
}): Rule {
  return {
    name,
    severity: 'warning',
    reason,
    find: ({ tree }) =>
      definedColumns(tree)
        .filter(({ column }) => types.includes(typeName(column.typeName)))
        .map(({ table, column }) => columnFault(table, column.colname, `is ${spelt(types[0]!)}`, instead)),
  }
}

const spelt = (type: string) =>
  type === 'bpchar' ? 'char(n)' : type === 'timestamp' ? 'timestamp without time zone' : type

function columnFault(table: Path, column = '', is: string, instead: string): Fault {
  return { what: `column ${sqlName(...table, column)} ${is}`, safer: `${sqlName(column)} ${instead}` }
}

const shortIntegers: ReadonlySet<string> = new Set(['int4', 'int2', 'serial', 'serial4', 'smallserial', 'serial2'])

// A key that is not counted up, such as a country's code, has as many rows as there are things.
function isGeneratedKey(column: Parameters<typeof constraintsOf>[0]): boolean {
  const kinds = constraintsOf(column).map(({ contype }) => contype)
  const counted = kinds.includes('CONSTR_IDENTITY') || typeName(column.typeName).includes('serial')
  return counted && kinds.includes('CONSTR_PRIMARY')
}
