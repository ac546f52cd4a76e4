// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are parts of programs
import { runInNewContext } from 'node:vm'
import { type Arbitrary, array, assert, constantFrom, oneof, property, record, string, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { loadParser } from './parse.ts'
import { positionInFile, sourceOf } from './sources.ts'

// A word is put somewhere into a random text, and must be reported where it stands in the file.
const parser = await loadParser()
const word = 'bad_word'

/** What may stand inside backticks: text, ends of lines, escapes, characters of two UTF-16 units. */
const inTemplate: Arbitrary<string> = oneof(
  string().map((text) => text.replace(/[\\`$]/g, ' ')),
  constantFrom('\n', '\r\n', '\t', '😀', 'é', '\u2028', '$', '"', '`'.padStart(2, '\\')),
  constantFrom(
    '\\n',
    '\\t',
    '\\\\',
    '\\0 ',
    '\\x41',
    '\\u00e9',
    '\\u{1F600}',
    '\\ud83d\\ude00',
    '\\😀',
    '\\\n',
    '\\\r\n',
  ),
)

/** The same inside single quotes. */
const inQuotes = inTemplate.map((text) => text.replace(/(?<!\\)(?:\r\n|[\r\n'])/g, ' '))

// Two pieces together must not begin an interpolation.
const text = (piece: Arbitrary<string>) =>
  array(piece, { maxLength: 8 }).map((pieces) => pieces.join('').replaceAll('${', '$ {'))

const aroundWord = (piece: Arbitrary<string>) => tuple(text(piece), text(piece))

/** A program with one query: what stands before the word in the file, and what follows. */
const program = record({
  comment: text(constantFrom(' ', 'é', '😀', '\n', '\r\n', '\t', 'x')),
  argument: oneof(
    aroundWord(inTemplate).map(([before, after]) => [`\`${before}`, `${after}\``] as const),
    aroundWord(inQuotes).map(([before, after]) => [`'${before}`, `${after}'`] as const),
    tuple(text(inQuotes), aroundWord(inTemplate)).map(
      ([left, [before, after]]) => [`'${left}' +\n \`\${"${'a'}"}${before}`, `${after}\``] as const,
    ),
  ),
})

test('a bad word anywhere in a text is reported where it stands in the file', () => {
  assert(
    property(program, ({ comment, argument: [before, after] }) => {
      const upToWord = `/*${comment}*/ db.one(${before}`
      const source = sourceOf(parser, 'src/file.ts', `${upToWord}${word}${after})`)
      const [call] = source.calls
      if (call?.kind !== 'query') throw new Error(`no query in ${source.text}`)
      expect(call.text).toBe(runInNewContext(`${before}${word}${after}`))
      expect(positionInFile(source, call, call.text.indexOf(word))).toEqual(endOf(upToWord))
    }),
    { numRuns: 1000 },
  )
})

/** The place behind a text, counted in the plainest way. */
function endOf(text: string): { line: number; column: number } {
  let [line, column] = [1, 1]
  for (const character of text.replaceAll('\r\n', '\n')) {
    column += 1
    if (character === '\n' || character === '\r') [line, column] = [line + 1, 1]
  }
  return { line, column }
}
