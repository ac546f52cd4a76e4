import { type Catalog, compareCatalogs, quotePath } from '../../catalog/index.ts'
import type { Loss } from './losses.ts'
import type { Step } from './step.ts'

const families: readonly RegExp[] = [
  /^(text|character varying|character)\b/,
  /^(smallint|integer|bigint|numeric|real|double precision)\b/,
  /^(date|timestamp)\b/,
]

/**
 * The steps with changes of a column's type that PostgreSQL can do by itself left to it. The differ casts explicitly, and an explicit
 * cast to `varchar(10)` cuts a longer text off in silence, where PostgreSQL's own refuses it.
 */
export function withoutNeedlessCasts(steps: readonly Step[], from: Catalog): Step[] {
  const columns = [...from.values()].filter(({ kind }) => kind === 'column')
  return steps.map((step) => {
    const [, before, type, using] =
      /^(ALTER TABLE .* ALTER COLUMN .* TYPE )(.*?)( USING "(?:[^"]|"")*"::.*)$/.exec(step.sql) ?? []
    if (before === undefined || type === undefined || using === undefined) return step
    const column = columns.find(
      ({ path }) =>
        before === `ALTER TABLE ${quotePath(path.slice(0, -1))} ALTER COLUMN ${quotePath(path.slice(-1))} TYPE `,
    )
    return column !== undefined && isOneFamily(typeOf(column.definition), type) ? { ...step, sql: before + type } : step
  })
}

function isOneFamily(one: string, other: string): boolean {
  return families.some(
    (family) => family.test(one) && family.test(other) && one.endsWith('[]') === other.endsWith('[]'),
  )
}

/** The columns whose values would be rounded or cut to fit another type. */
export function lossesOfTypes(before: Catalog, target: Catalog): Loss[] {
  return compareCatalogs(target, before).flatMap(({ kind, name, change, expected, live }) => {
    if (kind !== 'column' || change !== 'different') return []
    const [one, other] = [typeOf(live!.definition), typeOf(expected!.definition)]
    if (!losesDigits(one, other)) return []
    return [
      {
        what: `part of the values of column ${name} (${one} becomes ${other})`,
        allowance: `change-type:${name.replace(/^public\./, '')}`,
      },
    ]
  })
}

/** The type in the definition of a column. */
function typeOf(definition: string): string {
  return definition.replace(/ (collate|default|generated|not null)\b.*$/s, '')
}

/** Does PostgreSQL round or cut a value without a word when it changes the one type into the other? */
export function losesDigits(one: string, other: string): boolean {
  if (/^(numeric|real|double precision)/.test(one) && /^(smallint|integer|bigint)/.test(other)) return true
  if (/^(numeric|double precision)/.test(one) && other === 'real') return true
  if (/^timestamp/.test(one) && other === 'date') return true
  const isNumber = /^(numeric|real|double precision)/.test(one)
  return isNumber && /^numeric\(/.test(other) && scaleOf(one) > scaleOf(other)
}

function scaleOf(type: string): number {
  const scale = /^numeric\(\d+,(-?\d+)\)/.exec(type)?.[1]
  return scale === undefined ? Number.POSITIVE_INFINITY : Number(scale)
}
