import { expect, test } from 'vitest'
import { splitStatements } from '../sql/index.ts'
import { portions } from './run.ts'

const scriptOf = (count: number) => Array.from({ length: count }, (_, n) => `select ${n}`).join(';\n')

test('statements are sent one by one', () => {
  const text = scriptOf(1000)
  const statements = splitStatements(text)
  expect(portions(text, statements)).toEqual(statements)
})

test('very many statements are sent in at most a thousand portions, each of them once', () => {
  const text = scriptOf(2345)
  const sent = portions(text, splitStatements(text))
  expect(sent.length).toBeLessThanOrEqual(1000)
  expect(sent.flatMap((portion) => splitStatements(portion.text)).map((statement) => statement.text)).toEqual(
    splitStatements(text).map((statement) => statement.text),
  )
  expect(sent[1]).toMatchObject({ line: 4 })
})
