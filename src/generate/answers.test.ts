// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are programs, whose templates are meant
import { expect, test } from 'vitest'
import type { Analysis, QueryError } from './analyse/index.ts'
import { answersFor, type ProjectAnalysis, textsIn } from './answers.ts'
import { loadParser } from './sources/parse.ts'
import { sourceOf } from './sources/sources.ts'

const parser = await loadParser()

/** What is answered for a file, when each text that is not named is accepted and takes and answers nothing. */
function answers(file: string, analyses: Readonly<Record<string, Analysis>>): ProjectAnalysis {
  const sources = [sourceOf(parser, 'src/file.ts', file)]
  const accepted: Analysis = { columns: [], params: [] }
  return answersFor(sources, new Map(textsIn(sources).map((text) => [text, analyses[text] ?? accepted])))
}

const refused = (error: Partial<QueryError>): Analysis => ({ error: { code: '42703', message: 'no', ...error } })
const taking = (type: string): Analysis => ({ columns: [], params: [{ name: 'p1', type, nullable: false }] })

test('a text that two calls send is asked about once, and answered at both places', () => {
  const file = "db.one('select 1')\n  db.one('select 1')"
  expect(textsIn([sourceOf(parser, 'src/file.ts', file)])).toEqual(['select 1'])
  expect(answers(file, {}).queries).toEqual([
    { file: 'src/file.ts', line: 1, column: 8, text: 'select 1', columns: [], params: [] },
    { file: 'src/file.ts', line: 2, column: 10, text: 'select 1', columns: [], params: [] },
  ])
})

test('an error is placed at the bad word, with its line and a caret', () => {
  const file = 'db.one(`\n  select bad`)'
  expect(answers(file, { '\n  select bad': refused({ position: 11, hint: 'Perhaps good.' }) }).queries).toEqual([
    {
      file: 'src/file.ts',
      line: 1,
      column: 8,
      text: '\n  select bad',
      choices: [],
      error: {
        code: '42703',
        message: 'no',
        hint: 'Perhaps good.',
        line: 2,
        column: 10,
        excerpt: '2 |   select bad`)\n             ^',
      },
    },
  ])
})

test('a position counts characters, not UTF-16 units', () => {
  const { queries } = answers("db.one('select 😀, bad')", { 'select 😀, bad': refused({ position: 11 }) })
  expect(queries).toMatchObject([{ error: { line: 1, column: 19 } }])
})

test('an error without a place is told where the text begins', () => {
  const { queries } = answers("\n  db.one('select bad')", { 'select bad': refused({}) })
  expect(queries).toMatchObject([{ error: { line: 2, column: 10 } }])
})

test('a wrong choice says which it was', () => {
  const file = 'function f(by: "a" | "b") { db.one(`select ${by}`) }'
  const { queries } = answers(file, { 'select b': refused({ position: 8 }) })
  expect(queries).toMatchObject([
    { text: 'select a', columns: [] },
    { text: 'select b', choices: [{ name: 'by', value: 'b' }], error: { line: 1, column: 46 } },
  ])
})

test('texts of one call that take different parameters are refused, those of two calls are not', () => {
  const file = 'db.one(x ? "select $1::int" : "select $1::text"); db.one("select $1::text")'
  const { queries } = answers(file, { 'select $1::int': taking('number'), 'select $1::text': taking('string') })
  expect(queries.map((query) => ('error' in query ? query.error.code : query.text))).toEqual([
    'select $1::int',
    'DIFFERENT_PARAMETERS',
    'select $1::text',
  ])
})

test('what cannot be checked is told with its place and the reason', () => {
  expect(answers('\n  db.one(text)', {})).toEqual({
    queries: [],
    impossible: [],
    unchecked: [{ file: 'src/file.ts', line: 2, column: 10, reason: expect.stringContaining('`text` is known only') }],
  })
})

test('a file that is no TypeScript is told where reading ended', () => {
  expect(answers('const = 1', {}).queries).toMatchObject([
    { line: 1, column: 7, text: 'const = 1', error: { code: 'UNREADABLE_FILE', line: 1, column: 7 } },
  ])
})
