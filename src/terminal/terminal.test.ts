import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createProgress, styles, type TerminalStream, table } from './index.ts'

interface Recorder extends TerminalStream {
  readonly written: string[]
}

function recorder(options: { isTTY?: boolean; columns?: number } = {}): Recorder {
  const written: string[] = []
  return { ...options, written, write: (text) => written.push(text) }
}

beforeEach(() => {
  vi.stubEnv('TERM', 'xterm')
  vi.stubEnv('NO_COLOR', undefined)
})

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('progress elsewhere than on a terminal', () => {
  test('is one line when a phase begins and one when it ends, however many rows there are', () => {
    const stream = recorder()
    let time = 0
    const progress = createProgress(stream, { now: () => time })
    for (let done = 0; done <= 1000; done++) {
      time += 10
      progress.report({ phase: 'seed exercises', name: `row ${done}`, done, total: 1000 })
    }
    progress.report({ phase: 'verify', name: '', done: 3 })
    progress.finish()
    expect(stream.written).toEqual([
      'seed exercises …\n',
      'seed exercises: 1000, 10.0 s\n',
      'verify …\n',
      'verify: 3, 0.0 s\n',
    ])
  })

  test('says how far it came when the work stopped early', () => {
    const stream = recorder()
    const progress = createProgress(stream, { now: () => 0 })
    progress.report({ phase: 'migrate', name: 'add_users', done: 2, total: 5 })
    progress.finish()
    progress.finish()
    expect(stream.written).toEqual(['migrate …\n', 'migrate: 2 of 5, 0.0 s\n'])
  })
})

describe('progress on a terminal', () => {
  test('is one bar, redrawn at most about twelve times a second', () => {
    const stream = recorder({ isTTY: true, columns: 60 })
    let time = 0
    const progress = createProgress(stream, { now: () => time })
    for (let done = 0; done <= 1000; done++) {
      progress.report({ phase: 'seed', name: 'Pull-up', done, total: 1000 })
      time += 1
    }
    progress.finish()
    expect(stream.written.length).toBeLessThanOrEqual(14)
    expect(stream.written[1]).toBe(`\r\u001b[Kseed ██${'░'.repeat(28)}   80/1000 8% Pull-up`)
    expect(stream.written.at(-1)).toBe('\r\u001b[Kseed: 1000, 1.0 s\n')
    expect(stream.written.slice(0, -1).join('')).not.toContain('\n')
  })

  test.each([10, 20, 30, 45, 200])('stays within %i columns', (columns) => {
    const stream = recorder({ isTTY: true, columns })
    const progress = createProgress(stream)
    progress.report({ phase: 'seed exercises', name: 'a name '.repeat(30), done: 7, total: 10 })
    expect(stream.written[0]!.replace('\r\u001b[K', '').length).toBeLessThan(columns)
  })

  test('counts when the total is not known', () => {
    const stream = recorder({ isTTY: true, columns: 60 })
    createProgress(stream).report({ phase: 'seed logs', name: '', done: 12_500 })
    expect(stream.written).toEqual(['\r\u001b[Kseed logs 12500'])
  })

  test('a name cannot move the cursor', () => {
    const stream = recorder({ isTTY: true, columns: 60 })
    createProgress(stream).report({ phase: 'seed', name: 'a\n\u001b[2Jb', done: 1 })
    expect(stream.written).toEqual(['\r\u001b[Kseed 1 a [2Jb'])
  })

  test('a terminal that cannot redraw gets lines', () => {
    vi.stubEnv('TERM', 'dumb')
    const stream = recorder({ isTTY: true })
    createProgress(stream).report({ phase: 'seed', name: '', done: 1 })
    expect(stream.written).toEqual(['seed …\n'])
  })
})

describe('styles', () => {
  test('colour a terminal', () => {
    expect(styles(recorder({ isTTY: true })).red('no')).toBe('\u001b[31mno\u001b[39m')
  })

  test('leave a file alone, and a terminal whose owner wants no colour', () => {
    expect(styles(recorder()).red('no')).toBe('no')
    vi.stubEnv('NO_COLOR', '1')
    expect(styles(recorder({ isTTY: true })).bold('no')).toBe('no')
  })
})

describe('a table', () => {
  test('aligns text left and numbers right, without spaces at the ends of lines', () => {
    const rows = [
      ['seed', 'inserted', 'note'],
      ['levels', 6, ''],
      ['exercises', 128, 'one skipped'],
    ]
    expect(table(rows)).toBe(
      ['seed       inserted  note', 'levels            6', 'exercises       128  one skipped'].join('\n'),
    )
  })

  test('measures styled text by what is seen', () => {
    const { red } = styles(recorder({ isTTY: true }))
    expect(
      table([
        [red('ab'), 'x'],
        ['abc', 'y'],
      ]),
    ).toBe(`${red('ab')}   x\nabc  y`)
  })

  test('without rows is empty', () => {
    expect(table([])).toBe('')
  })
})
