import { expect, test } from 'vitest'
import { unifiedDiff } from './text-diff.ts'

const names = { before: 'applied', after: 'up.sql' }
const diff = (before: string, after: string) => unifiedDiff(before, after, names)

test('a change stands between three lines of what is the same', () => {
  const lines = ['1', '2', '3', '4', '5', '6', '7', '8', '9']
  expect(diff(lines.join('\n'), lines.with(4, 'five').join('\n'))).toBe(
    ['--- applied', '+++ up.sql', '@@ -2,7 +2,7 @@', ' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8'].join('\n'),
  )
})

test('changes far apart are two hunks, near ones are one', () => {
  const lines = Array.from({ length: 30 }, (_, n) => String(n))
  expect(diff(lines.join('\n'), lines.with(2, 'x').with(25, 'y').join('\n')).match(/^@@ .*$/gm)).toEqual([
    '@@ -1,6 +1,6 @@',
    '@@ -23,7 +23,7 @@',
  ])
  expect(diff(lines.join('\n'), lines.with(2, 'x').with(6, 'y').join('\n')).match(/^@@ .*$/gm)).toHaveLength(1)
})

test('lines that were added or taken away move nothing else', () => {
  expect(diff('a\nb\nc', 'a\nb\nnew\nc')).toContain('\n a\n b\n+new\n c')
  expect(diff('a\nb\nc', 'b\nc')).toBe('--- applied\n+++ up.sql\n@@ -1,3 +1,2 @@\n-a\n b\n c')
  expect(diff('', 'a')).toBe('--- applied\n+++ up.sql\n@@ -1,1 +1,1 @@\n-\n+a')
})

test('equal texts have none, and huge ones are compared in no time', () => {
  expect(diff('a\nb', 'a\nb')).toBe('')
  const huge = (mark: string) => Array.from({ length: 20_000 }, (_, n) => `${mark}${n}`).join('\n')
  expect(diff(huge('a'), huge('b')).split('\n')).toHaveLength(40_003)
})
