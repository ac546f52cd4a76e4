import { type Kind, kinds, sqlTypes } from './kinds.ts'
import type { Ingredients } from './random-expressions.ts'

/** Builds jsonb from other expressions, so that its shape is known. */
export function jsonOf(inner: (kind?: Kind) => string, given: Ingredients): string {
  const { random } = given
  const any = () => inner(random.pick(kinds))
  // A constant alone has no type yet.
  const typed = (kind: Kind) => `(${inner(kind)})::${sqlTypes[kind]}`
  return random.pick([
    () => `jsonb_build_object('a', ${any()}, 'b', ${any()})`,
    () => `json_build_object('a', ${any()})::jsonb`,
    () => `jsonb_build_array(${any()}, ${any()})`,
    () => `to_jsonb(${typed(random.pick(kinds))})`,
    () => `to_jsonb(${wholeRow(given) ?? typed('int')})`,
    () => `row_to_json(row(${any()}, ${any()}))::jsonb`,
    () => `(select jsonb_agg(x) from (${given.subSelect(random.pick(kinds), given)}) as s (x))`,
    () => `(select coalesce(jsonb_agg(s), '[]') from (${given.subSelect(random.pick(kinds), given)}) as s (x))`,
    () => `to_jsonb(array(${given.subSelect(random.pick(kinds), given)}))`,
    () => `(${inner()} -> 'a')`,
    () => `jsonb_strip_nulls(${inner()})`,
  ])()
}

/** The row to which one of the columns belongs. */
function wholeRow({ random, columns }: Ingredients): string | undefined {
  const aliases = [...new Set(columns.flatMap(({ sql }) => /^(a\d+)\.\w+$/.exec(sql)?.slice(1, 2) ?? []))]
  return aliases.length === 0 ? undefined : random.pick(aliases)
}
