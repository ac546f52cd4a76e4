import { randomBytes } from 'node:crypto'
import { listSchemas, readCatalog } from '../../catalog/index.ts'
import { type ConnectOptions, connect, type Database } from '../../database/index.ts'
import { RowhouseError } from '../../errors/index.ts'
import type { Queryable } from '../../query/index.ts'

/** A database to try things on, which is gone afterwards. */
export interface Scratch extends AsyncDisposable {
  readonly db: Database
}

/**
 * Makes a database beside the shadow, on its server, which is dropped at the end. The shadow itself is only looked at, so that a
 * mistaken URL costs nobody anything; it is refused with `SHADOW_REFUSED` all the same.
 */
export async function openBeside(
  shadowUrl: string,
  options: { readonly target?: Queryable | undefined; readonly connect: ConnectOptions },
): Promise<Scratch> {
  const url = serverUrl(shadowUrl)
  const name = `rowhouse_scratch_${randomBytes(6).toString('hex')}`
  await onServer(shadowUrl, options.connect, async (shadow) => {
    await refuseTarget(shadow, options.target)
    await refuseContent(shadow)
    await shadow.script(`create database ${name} template template0`)
  })
  const drop = () =>
    onServer(shadowUrl, options.connect, (shadow) => shadow.script(`drop database if exists ${name} with (force)`))
  url.pathname = `/${name}`
  return openThere(url.href, options.connect, drop)
}

async function openThere(url: string, options: ConnectOptions, drop: () => Promise<void>): Promise<Scratch> {
  try {
    const db = await connect(url, options)
    const dispose = async () => {
      try {
        await db.close()
      } finally {
        await drop()
      }
    }
    return { db, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await drop()
    throw error
  }
}

function serverUrl(text: string): URL {
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return new URL(text)
  throw new RowhouseError(
    'INVALID_URL',
    'the shadow must be a server: --shadow-url postgres://user@host:5432/empty_database',
  )
}

async function onServer(
  url: string,
  options: ConnectOptions,
  work: (shadow: Database) => Promise<void>,
): Promise<void> {
  const shadow = await connect(url, { ...options, maxConnections: 1 })
  try {
    await work(shadow)
  } finally {
    await shadow.close()
  }
}

async function refuseTarget(shadow: Database, target: Queryable | undefined): Promise<void> {
  if (target === undefined || (await identityOf(shadow)) !== (await identityOf(target))) return
  throw refusal(
    shadow,
    'is the database that the migrations are for; name an empty one beside it, such as <name>_shadow',
  )
}

// A host has many names, so that two addresses tell nothing; the server's start and the database's oid are what they are.
async function identityOf(db: Queryable): Promise<string> {
  const { identity } = await db.one<{ identity: string }>(`
    select concat_ws(' ', extract(epoch from pg_postmaster_start_time()), database.oid) as identity
    from pg_database as database
    where database.datname = current_database()`)
  return identity
}

async function refuseContent(shadow: Database): Promise<void> {
  const schemas = await listSchemas(shadow)
  const objects = [...(await readCatalog(shadow)).keys()]
  const { history } = await shadow.one<{ history: boolean }>(`
    select exists (
      select from pg_namespace
      where nspname = 'rowhouse'
    ) as history`)
  const found = history ? 'schema rowhouse' : (schemas.find((name) => name !== 'public') ?? objects[0])
  if (found === undefined) return
  throw refusal(
    shadow,
    `is not empty (it holds ${found}); databases to try things on are made beside an empty one only`,
  )
}

function refusal({ description }: Database, reason: string): RowhouseError {
  return new RowhouseError('SHADOW_REFUSED', `the shadow, ${description}, ${reason}`, {
    facts: { shadow: description },
  })
}
