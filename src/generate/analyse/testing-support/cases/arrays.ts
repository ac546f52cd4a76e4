import type { Case } from '../case.ts'

/** How many dimensions an array has, in the answer and inside JSON. */
export const arrays: readonly Case[] = [
  {
    text: 'select cells, to_jsonb(cells) as j, cells[1:1] as part, cells[2][1] as one from sheet',
    columns: [
      'cells: (number | null)[][]',
      'j: (number | null)[][]',
      'part: (number | null)[][]',
      'one: number | null',
    ],
  },
  {
    text: "select '{{1,2},{3,4}}'::int4[] as a, '{{1},{null}}'::int4[][] as b, '{}'::text[] as c",
    columns: ['a: number[][]', 'b: (number | null)[][]', 'c: string[]'],
  },
  {
    text: 'select array_cat(cells, array[7, 8]) as a, cells || cells as b, coalesce(cells, array[[1]]) as c from sheet',
    columns: ['a: (number | null)[][]', 'b: (number | null)[][]', 'c: (number | null)[][]'],
  },
  {
    text: "select case when id = 1 then cells else '{1,2}' end as a from sheet",
    columns: ['a: (number | null)[] | (number | null)[][]'],
  },
  {
    text: 'select array_agg(cells) as a, array(select cells from sheet where id = 1) as b from sheet group by id',
    columns: ['a: (number | null)[][][]', 'b: (number | null)[][][]'],
  },
  { text: 'select v from sheet, unnest(cells) as v', columns: ['v: number | null'] },
  { text: 'select s.cells from (select * from sheet) as s', columns: ['cells: (number | null)[][]'] },
  {
    text: 'select json_build_object($$cells$$, cells) as v, sheet from sheet',
    columns: [
      'v: { cells: (number | null)[][] }',
      'sheet: { id: number; cells: (number | null)[][]; names: (string | null)[] | null }',
    ],
  },
  {
    text: 'insert into sheet values (9, $1, $2)',
    columns: [],
    params: ['cells: (number | null)[][]', 'names: (string | null)[] | null'],
    args: [[[1, 2]], null],
  },
  { text: "select array_remove(names, 'x') as a from sheet", columns: ['a: (string | null)[] | null'] },
]
