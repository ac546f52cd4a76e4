import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createOnServer } from '../../../test/support/databases.ts'
import { connect } from '../../index.ts'
import { seed } from '../index.ts'
import { manyNumbers, numbers } from '../testing-support/numbers.ts'

const loader = fileURLToPath(new URL('../testing-support/loader.ts', import.meta.url))

/** Kills a loader with kill -9 as soon as it has said that a piece is loaded. */
async function killAfterFirstPiece(url: string): Promise<void> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('jiti/register'), loader, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'close')
}

test('a load that was killed has loaded whole pieces, and the next run takes it up there', async () => {
  const { url, drop } = await createOnServer()
  try {
    await using db = await connect(url)
    await db.script('create table numbers (number int primary key)')
    await killAfterFirstPiece(url)
    const { seeds } = await seed(db, { seeds: [numbers], scale: manyNumbers })
    const [result] = seeds
    expect(result?.unchanged).toBeGreaterThanOrEqual(50_000)
    expect((result?.unchanged ?? 0) % 50_000 === 0 || result?.unchanged === manyNumbers).toBe(true)
    expect(await db.one('select count(*), max(number) from numbers')).toEqual({
      count: manyNumbers,
      max: manyNumbers - 1,
    })
    expect(await db.one('select loaded from rowhouse.seeds')).toEqual({ loaded: manyNumbers })
  } finally {
    await drop()
  }
}, 120_000)
