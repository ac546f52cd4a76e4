import { quotePath } from '../../catalog/index.ts'
import { quoteIdentifier, quoteLiteral } from '../../sql/index.ts'
import { rowCheck } from '../define.ts'
import { alterColumn, type ColumnRow, columnRows, nameOf } from './column-rows.ts'

/** Columns of type `timestamp without time zone`. */
export const timestamps = rowCheck<ColumnRow>({
  id: 'timestamp-without-time-zone',
  kind: 'static',
  title: 'points in time have a time zone',
  severity: 'warning',
  why: 'A timestamp without time zone is no point in time: what it means depends on who reads it.',
  sql: columnRows,
  find: (row) => {
    if (row.base !== 'timestamp without time zone') return undefined
    const type = row.type.replace('without', 'with')
    return {
      object: nameOf(row),
      message: `column ${nameOf(row)} is ${row.type}; make it ${type} (the fix takes its values for UTC)`,
      fix: alterColumn(row, `type ${type} using ${quoteIdentifier(row.column)} at time zone 'UTC'`),
    }
  },
})

/** Columns of type `time with time zone`. */
export const timesOfDay = rowCheck<ColumnRow>({
  id: 'time-with-time-zone',
  kind: 'static',
  title: 'times of day have no time zone',
  severity: 'warning',
  why: 'Without a date nobody knows whether daylight saving holds, so that the offset of a time of day means little.',
  sql: columnRows,
  find: (row) => {
    if (row.base !== 'time with time zone') return undefined
    const type = row.type.replace('with', 'without')
    return {
      object: nameOf(row),
      message: `column ${nameOf(row)} is ${row.type}; make it ${type}, or timestamp with time zone (the fix drops the offset)`,
      fix: alterColumn(row, `type ${type}`),
    }
  },
})

/** Columns of type `json`. */
export const json = rowCheck<ColumnRow>({
  id: 'json-instead-of-jsonb',
  kind: 'static',
  title: 'JSON is stored as jsonb',
  severity: 'warning',
  why: 'json is kept as text: it is parsed at each access, cannot be compared or indexed, and keeps duplicate keys.',
  sql: columnRows,
  find: (row) =>
    row.base === 'json'
      ? {
          object: nameOf(row),
          message: `column ${nameOf(row)} is json; make it jsonb`,
          fix: alterColumn(row, `type jsonb using ${quoteIdentifier(row.column)}::jsonb`),
        }
      : undefined,
})

/** Columns of type `character varying (n)` and `character (n)`. */
export const limitedText = rowCheck<ColumnRow>({
  id: 'limited-text',
  kind: 'static',
  title: 'the length of text is limited by a check',
  severity: 'info',
  why: 'A limit in the type saves nothing and is hard to change under views; char (n) also pads with spaces. A check can change.',
  sql: columnRows,
  find: (row) => {
    if (!isLimited(row)) return undefined
    const column = quoteIdentifier(row.column)
    const type = row.base === 'character' ? `type text using rtrim(${column})` : 'type text'
    return {
      object: nameOf(row),
      message: `column ${nameOf(row)} is ${row.type}; make it text with a check`,
      fix: `${alterColumn(row, type)}, add check (char_length(${column}) <= ${row.modifier - 4})`,
    }
  },
})

// The modifier of these two types is their length and the four bytes of its header.
function isLimited({ base, modifier }: ColumnRow): boolean {
  return (base === 'character' || base === 'character varying') && modifier > 4
}

/** Amounts of money in a type that rounds, or that depends on the locale. */
export const inexactMoney = rowCheck<ColumnRow>({
  id: 'inexact-money',
  kind: 'static',
  title: 'amounts of money are exact',
  severity: 'warning',
  why: 'Binary fractions cannot hold a cent, and money changes its meaning with lc_monetary; numeric is exact everywhere.',
  sql: columnRows,
  find: (row) =>
    isInexactMoney(row)
      ? {
          object: nameOf(row),
          message: `column ${nameOf(row)} is ${row.type}; make it numeric`,
          fix: alterColumn(row, `type numeric using ${quoteIdentifier(row.column)}::numeric`),
        }
      : undefined,
})

function isInexactMoney({ base, column }: ColumnRow): boolean {
  const binary = base === 'real' || base === 'double precision'
  return base === 'money' || (binary && /(price|amount|cost|total|balance|fee|tax)(_|$)/i.test(column))
}

const blocksUpgrade: ReadonlySet<string> = new Set(
  ['proc', 'procedure', 'oper', 'operator', 'config', 'dictionary', 'namespace', 'collation'].map(
    (name) => `reg${name}`,
  ),
)

/** Columns of the object identifier types with which a cluster cannot be upgraded. */
export const objectIdentifiers = rowCheck<ColumnRow>({
  id: 'object-identifier-column',
  kind: 'static',
  title: 'no column keeps the oid of a function or the like',
  severity: 'warning',
  why: 'pg_upgrade refuses a cluster with such a column, because the object may have another oid in the next version.',
  sql: columnRows,
  find: (row) =>
    blocksUpgrade.has(row.base)
      ? {
          object: nameOf(row),
          message: `column ${nameOf(row)} is ${row.type}; store the name as text`,
          fix: alterColumn(row, `type text using ${quoteIdentifier(row.column)}::text`),
        }
      : undefined,
})

/** Columns made by `serial`. */
export const serials = rowCheck<ColumnRow>({
  id: 'serial',
  kind: 'static',
  title: 'keys are counted by identity columns',
  severity: 'info',
  why: 'A serial column is a default that anybody may overwrite and a sequence with rights of its own; an identity column is one thing.',
  sql: columnRows,
  find: (row) =>
    row.serial === null
      ? undefined
      : {
          object: nameOf(row),
          message: `column ${nameOf(row)} is a serial; make it an identity column`,
          fix: toIdentity(row, row.serial),
        },
})

function toIdentity(row: ColumnRow, sequence: readonly string[]): string {
  const [table, column] = [quotePath(row.table), quoteIdentifier(row.column)]
  return [
    alterColumn(row, 'drop default'),
    `drop sequence ${quotePath(sequence)}`,
    `alter table ${table} alter column ${column} set not null, alter column ${column} add generated by default as identity`,
    `select setval(pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(row.column)}), coalesce(max(${column}), 1), max(${column}) is not null) from ${table}`,
  ].join(';\n')
}
