import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { parseCsv } from './csv.ts'
import { csv, json, seed } from './index.ts'

async function read(...chunks: string[]): Promise<(string | null)[][]> {
  const records: (string | null)[][] = []
  for await (const { values } of parseCsv(chunks, 'x.csv')) records.push([...values])
  return records
}

describe('a CSV text', () => {
  test.each<[string, string, (string | null)[][]]>([
    ['nothing', '', []],
    [
      'lines that end with LF or CRLF, the last one with nothing',
      'a,b\r\n1,2\n3,4',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['a byte order mark', '\uFEFF"a",b\n', [['a', 'b']]],
    ['commas, quotes and line breaks in quotes', '"a,""b""","c\r\nd\ne"\r\n', [['a,"b"', 'c\r\nd\ne']]],
    ['an empty value, and an empty text', ',""\n', [[null, '']]],
    ['an empty value at the end of a file', 'a,', [['a', null]]],
    ['spaces, which belong to the value', ' a , b\n', [[' a ', ' b']]],
    ['characters of two units', '😀,é\n', [['😀', 'é']]],
  ])('has %s', async (_, text, records) => {
    expect(await read(text)).toEqual(records)
    expect(await read(...text.split(''))).toEqual(records)
  })

  test.each([
    ['"a', 'x.csv, line 1, column 1: a quote is opened and never closed'],
    ['a\n"b\n', 'line 3, column 1: a quote is opened'],
    ['a,b"c"\n', 'line 1, column 2: a quote stands within'],
    ['a,"b" c\n', 'line 1, column 2: something follows the closing quote'],
    ['a\rb\n', 'a carriage return stands alone'],
  ])('%j is refused with line and column', async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'SEED_INVALID', message: expect.stringContaining(message) })
  })
})

describe.each(engines)('rows of files on $name', ({ open }) => {
  async function seedText(name: string, text: string) {
    const folder = await mkdtemp(join(tmpdir(), 'rowhouse-csv-'))
    try {
      await writeFile(join(folder, name), text)
      await using db = await open()
      await db.script('create table levels (id int primary key, name text not null, since date)')
      const rows = name.endsWith('.csv') ? csv(name) : json(name)
      const seeds = [{ name: 'levels', seed: { kind: 'reference', table: 'levels', key: ['id'], rows } } as const]
      const { seeds: results } = await seed(db, { seeds, projectFolder: folder })
      return { results, rows: await db.many('select * from levels order by id') }
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  test('go in as their columns read them', async () => {
    const wanted = [
      { id: 1, name: 'One, "two"', since: '2025-01-02' },
      { id: 2, name: '', since: null },
    ]
    const { results, rows } = await seedText('x.csv', '\uFEFFid,name,since\r\n1,"One, ""two""",2025-01-02\r\n2,"",\r\n')
    expect(results[0]).toMatchObject({ inserted: 2 })
    expect(rows).toEqual(wanted)
    expect((await seedText('x.json', JSON.stringify(wanted))).rows).toEqual(wanted)
  })

  test.each([
    ['id,name\n1,a\n2\n', 'x.csv, line 3, column 2: there are 1 values for 2 columns'],
    ['id,id\n', 'x.csv, line 1, column 2: the first line has to name each column once'],
    ['id,name\n1,a\nx,b\n', 'row 2 (b)'],
  ])('%j is refused, and nothing of it is written', async (text, message) => {
    await expect(seedText('x.csv', text)).rejects.toThrow(message)
  })
})
