import { setTimeout as pause } from 'node:timers/promises'
import type { ConnectionOptions as TlsOptions } from 'node:tls'
import pg from 'pg'
import { DatabaseError, RowhouseError } from '../errors/index.ts'

/** Where a request to cancel goes to, and what it proves itself by. */
export interface CancelTarget {
  readonly host: string
  readonly port: number
  readonly ssl: TlsOptions | false
  readonly processId: number
  readonly secretKey: number
}

type CancelWire = InstanceType<typeof pg.Connection> & {
  connect(port: number | string, host?: string): void
  requestSsl(): void
  cancel(processId: number, secretKey: number): void
}

/**
 * Asks the server, on a connection of its own, to cancel what a session is running. Resolves when the server has closed that
 * connection: then the request has been passed on and cannot hit what the session runs later. Rejects when it did not get there.
 */
export function requestCancel({ host, port, ssl, processId, secretKey }: CancelTarget): Promise<void> {
  return new Promise((resolve, reject) => {
    const wire = new pg.Connection({ ssl: ssl === false ? false : ssl }) as CancelWire
    const send = () => wire.cancel(processId, secretKey)
    wire.once('connect', () => (ssl === false ? send() : wire.requestSsl()))
    wire.once('sslconnect', send)
    wire.on('error', reject)
    wire.once('end', resolve)
    if (host.startsWith('/')) wire.connect(`${host}/.s.PGSQL.${port}`)
    else wire.connect(port, host)
  })
}

// A server that does not answer for so many milliseconds after it was asked to cancel will not do so in time to be of use.
const patience = 5000

/**
 * Asks until the statement has ended: a request that comes between two messages of the same statement has no effect. Throws when that
 * does not help.
 */
export async function cancelUntil(running: Promise<unknown>, request: () => Promise<void>): Promise<void> {
  let ended = false
  const end = running.then(
    () => (ended = true),
    () => (ended = true),
  )
  const until = performance.now() + patience
  for (let wait = 20; !ended; wait *= 2) {
    if (performance.now() > until) throw new Error('the server does not cancel')
    await Promise.race([request(), giveUp(patience)])
    await Promise.race([end, pause(wait, undefined, { ref: false })])
  }
}

async function giveUp(after: number): Promise<never> {
  await pause(after, undefined, { ref: false })
  throw new Error('the server does not take requests to cancel')
}

/** What a caller is told whose statement was cancelled; an error of the statement's own is told as it is. */
export function interrupted(reason: RowhouseError, error: unknown): unknown {
  const canceled = error instanceof DatabaseError && error.code === '57014'
  const lost = error instanceof RowhouseError && error.code === 'CONNECTION_LOST'
  if (!canceled && !lost) return error
  return new RowhouseError(reason.code, reason.message, { cause: reason.cause ?? error, facts: reason.facts })
}
