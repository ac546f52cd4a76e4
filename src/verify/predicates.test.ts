import { expect, test } from 'vitest'
import { endsTooSoon } from './data/partitions.ts'
import { listedValues, membersOf } from './project/unions.ts'
import { callsPerRow, wrapCalls } from './security/predicates.ts'

test.each([
  [`(tenant = current_setting('app.tenant'::text))`, true],
  [`(tenant = ( SELECT current_setting('app.tenant'::text) AS current_setting))`, false],
  [`(tenant = ( SELECT (current_setting('app.tenant'::text))::integer AS current_setting))`, false],
  [`(note = 'current_setting('::text)`, false],
  [`(tenant = my_current_setting('x'::text))`, false],
  [`(owner = app.me())`, true],
  [`((a = ( SELECT app.me() AS me)) AND (b = app.me()))`, true],
])('the predicate %s calls a function for each row: %s', (predicate, expected) => {
  expect(callsPerRow(predicate, ['current_setting', 'me'])).toBe(expected)
})

test('each call is put into a sub-select, whatever stands in its quotes', () => {
  expect(wrapCalls(`((a = current_setting('x)('::text)) AND (b = app.me()))`, ['current_setting', 'me'])).toBe(
    `((a = (select current_setting('x)('::text))) AND (b = (select app.me())))`,
  )
})

test.each([
  [`'a' | 'b'`, ['a', 'b']],
  [`"a"|"b c"`, ['a', 'b c']],
  [`'a' | string`, undefined],
  [`import('./x.ts').Y`, undefined],
])('the members of the union %s are %j', (type, expected) => {
  expect(membersOf(type)).toEqual(expected)
})

test.each([
  [`(mood = ANY (ARRAY['glad'::text, 'it''s'::text]))`, ['glad', `it's`]],
  [`((mood)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))`, ['a', 'b']],
  [`(length(mood) > 3)`, undefined],
])('the values that %s lists are %j', (check, expected) => {
  expect(listedValues(check)).toEqual(expected)
})

const months = [
  'DEFAULT',
  `FOR VALUES FROM ('2024-11-01 00:00:00+00') TO ('2024-12-01 00:00:00+00')`,
  `FOR VALUES FROM ('2024-12-01 00:00:00+00') TO ('2025-01-01 00:00:00+00')`,
]

test.each([
  ['2024-12-20', months, 7, undefined],
  ['2024-12-27', months, 7, `from ('2025-01-01 00:00:00+00') to ('2025-02-01 00:00:00+00')`],
  ['2024-12-27', [`FOR VALUES FROM ('2024-12-01', 5) TO (MAXVALUE, MAXVALUE)`], 7, undefined],
  [
    '2024-12-27',
    [`FOR VALUES FROM ('2024-12-22 00:00:00+00') TO ('2024-12-29 00:00:00+00')`],
    7,
    `from ('2024-12-29 00:00:00+00') to ('2025-01-05 00:00:00+00')`,
  ],
  ['2024-12-27', ['DEFAULT'], 7, undefined],
  ['2025-01-27', months, 7, `from ('2025-02-01 00:00:00+00') to ('2025-03-01 00:00:00+00')`],
])('at %s partitions %j that must reach %i days further lack %s', (now, bounds, days, expected) => {
  const row = { table: ['public', 't'], schema: 'public', type: 'timestamp with time zone', bounds }
  const found = endsTooSoon(row, new Date(now), days)
  expect(found?.fix?.replace(/^.* values /s, '')).toBe(expected)
})
