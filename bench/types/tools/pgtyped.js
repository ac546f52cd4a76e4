import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rewritten } from '../cases.js'
import { run } from './run.js'

export const name = 'PgTyped'
export const from = '@pgtyped/cli'
export const drivers = ['pg']

// What it has no mapping for and would call `unknown`. What it does map stays as it ships.
const unmapped = [
  'int4range',
  'numrange',
  'tstzrange',
  'int4multirange',
  'size',
  'record',
  'tid',
  'xid',
  'regtype',
  'path',
  'isbn',
  'book',
]
const typesOverrides = { oid: 'number', ...Object.fromEntries(unmapped.map((type) => [type, 'string'])) }

/**
 * Asks PgTyped, with a SQL file for each case. Its annotations `!` and `?`, by which its users correct it, are not used.
 * @type {import('./index.js').Ask}
 */
export async function ask({ folder, cases, url }) {
  await mkdir(join(folder, 'sql'))
  for (const each of cases) {
    const text = rewritten(each, (parameter) => `:${parameter}`)
    await writeFile(join(folder, 'sql', `${each.id}.sql`), `/* @name ${each.id} */\n${text};\n`)
  }
  const transforms = [{ mode: 'sql', include: '**/*.sql' }]
  const config = { transforms, srcDir: './sql', dbUrl: url, maxWorkerThreads: 1, typesOverrides }
  await writeFile(join(folder, 'pgtyped.json'), JSON.stringify(config))
  const { stdout, stderr } = await run('pgtyped', ['-c', 'pgtyped.json'], folder)
  await writeFile(join(folder, 'log'), stdout + stderr)
  return new Map(await Promise.all(cases.map(async ({ id }) => [id, await answer(folder, id)])))
}

/** @returns {Promise<import('./index.js').Answer>} */
async function answer(folder, id) {
  const written = await readFile(join(folder, 'sql', `${id}.ts`), 'utf8').catch(() => '')
  if (written === '' || written.includes("is assigned type 'never'")) return { refused: 'see its log' }
  const type = `import('./sql/${id}').I${id.toUpperCase()}`
  return { row: `${type}Result`, params: `${type}Params` }
}
