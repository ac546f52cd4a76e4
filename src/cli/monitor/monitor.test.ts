import { EventEmitter } from 'node:events'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { takeSnapshot } from '../../monitor/index.ts'
import { styles } from '../../terminal/index.ts'
import { rowhouse } from '../testing-support/command.ts'
import { bytes, seconds } from './figures.ts'
import { fitted } from './fitted.ts'
import { snapshotLines } from './lines.ts'
import { live } from './live.ts'

const plain = styles({ write: () => undefined })

/** A terminal that keeps what is written, with somebody before it. */
function terminal() {
  const written: string[] = []
  const keyboard = Object.assign(new EventEmitter(), {
    isTTY: true,
    raw: [] as boolean[],
    setRawMode: (raw: boolean) => void keyboard.raw.push(raw),
    resume: () => undefined,
    pause: () => undefined,
  })
  return {
    keyboard,
    written,
    stream: { isTTY: true, columns: 40, rows: 5, write: (text: string) => written.push(text) },
  }
}

test('a pipe gets one snapshot, as text or as one JSON value', async () => {
  const text = await rowhouse('monitor', '--url', 'pglite:memory')
  expect(text).toMatchObject({ code: 0, err: '' })
  expect(text.out).toMatch(/^embedded database in memory {2}\d\d:\d\d:\d\d\n.* connections · /)
  const json = await rowhouse('monitor', '--url', 'pglite:memory', '--json')
  expect(JSON.parse(json.out)).toMatchObject({ activity: [], blocked: [], tables: [], replicas: [] })
})

test('an interval that is none is wrong usage', async () => {
  for (const interval of ['never', '0', '-1', 'Infinity'])
    expect(await rowhouse('monitor', '--url', 'pglite:memory', '--interval', interval)).toMatchObject({ code: 2 })
})

test('on a terminal it draws until q is pressed, and leaves the screen and the keys as they were', async () => {
  const { keyboard, written, stream } = terminal()
  let looks = 0
  await live(
    stream,
    1,
    async () => {
      looks += 1
      if (looks === 1) throw new Error('the server is away')
      if (looks === 3) keyboard.emit('data', Buffer.from('q'))
      return [`look ${looks} ${'x'.repeat(100)}`, ...Array.from({ length: 50 }, () => 'line')]
    },
    keyboard,
  )
  expect(written[0]).toBe('\x1b[?1049h\x1b[?25l')
  expect(written[1]).toContain('the server is away')
  expect(written[2]).toContain('look 2')
  expect(written.at(-1)).toBe('\x1b[?25h\x1b[?1049l')
  expect(keyboard.raw).toEqual([true, false])
  const drawn = stripVTControlCharacters(written[2] ?? '').split('\r\n')
  expect(drawn.length).toBe(4)
  expect(drawn[0]?.length).toBe(39)
})

test('a look that does not come back can be left with Ctrl-C', async () => {
  const { keyboard, written, stream } = terminal()
  setImmediate(() => keyboard.emit('data', '\x03'))
  await live(stream, 1, () => new Promise(() => undefined), keyboard)
  expect(written).toEqual(['\x1b[?1049h\x1b[?25l', '\x1b[?25h\x1b[?1049l'])
})

test('a line that is cut ends its styles', () => {
  expect(fitted(['\x1b[1mabcdef\x1b[22m', 'b'], { columns: 4, rows: 2 })).toEqual(['\x1b[1mabc\x1b[22m'])
  expect(fitted(['👍👍👍'], { columns: 3, rows: 9 })).toEqual(['👍👍'])
})

test('what a statement holds cannot move the cursor', () => {
  const activity = [
    {
      pid: 7,
      user: 'a\x1b[2J',
      application: '',
      state: 'active',
      wait: null,
      seconds: 3,
      query: 'select\r\n  1 \x1b[31m',
    },
  ]
  const lines = snapshotLines({ takenAt: new Date(), activity }, { title: 'here', styles: plain })
  expect(lines.at(-1)).toBe('  7  a [2J  active  3.0 s             select 1 [31m')
})

test.each(engines)('every part of a snapshot of $name can be shown', async ({ open }) => {
  const db = await open()
  await db.script('create table notes (id int); create index notes_id on notes (id)')
  const lines = snapshotLines(await takeSnapshot(db), { title: 'here', styles: plain })
  await db.close()
  expect(lines.filter((line) => /^(tables|indexes that nobody reads)$/.test(line)).length).toBe(2)
  expect(lines.some((line) => line.endsWith('  notes'))).toBe(true)
})

test('figures read as people say them', () => {
  expect([0, 1023, 8192, 1_300_000_000].map(bytes)).toEqual(['0 B', '1023 B', '8 kB', '1.2 GB'])
  expect([-1, 0.44, 75, 600, 9000].map(seconds)).toEqual(['0.0 s', '0.4 s', '75 s', '10 min', '3 h'])
})
