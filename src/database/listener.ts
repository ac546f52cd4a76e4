import { setTimeout as pause } from 'node:timers/promises'
import type { Connection, Notification } from '../connection/index.ts'
import { poolClosed } from '../pool/index.ts'
import { quoteIdentifier } from '../sql/index.ts'

/**
 * How a listener gets at a session that hears notifications: it opens one of its own, or, where there is only one session, runs
 * its statements there and is told what that hears.
 */
export type Ears =
  | { readonly open: () => Promise<Connection> }
  | {
      readonly run: (text: string) => Promise<unknown>
      readonly hear: (handler: (notification: Notification) => void) => void
    }

type Handler = (payload: string) => void

/** LISTEN for a whole `Database`: one connection for all channels, opened when the first is wanted. */
export class Listener {
  readonly #ears: Ears
  readonly #handlers = new Map<string, Set<Handler>>()
  #connection: Promise<Connection> | undefined
  #closed = false

  constructor(ears: Ears) {
    this.#ears = ears
    if ('hear' in ears) ears.hear((notification) => this.#dispatch(notification))
  }

  async listen(channel: string, handler: Handler): Promise<() => Promise<void>> {
    if (this.#closed) throw poolClosed()
    const handlers = this.#handlers.get(channel) ?? new Set()
    this.#handlers.set(channel, handlers.add(handler))
    await this.#say(`listen ${quoteIdentifier(channel)}`)
    return () => this.#stop(channel, handler)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#handlers.clear()
    const connection = await this.#connection?.catch(() => undefined)
    await connection?.close()
  }

  async #stop(channel: string, handler: Handler): Promise<void> {
    const handlers = this.#handlers.get(channel)
    if (!handlers?.delete(handler) || handlers.size > 0 || this.#closed) return
    this.#handlers.delete(channel)
    await this.#say(`unlisten ${quoteIdentifier(channel)}`)
  }

  async #say(text: string): Promise<void> {
    if ('run' in this.#ears) {
      await this.#ears.run(text)
      return
    }
    this.#connection ??= this.#open(this.#ears.open)
    const connection = await this.#connection
    await connection.run(text, [])
  }

  async #open(open: () => Promise<Connection>): Promise<Connection> {
    try {
      const connection = await open()
      connection.onNotification = (notification) => this.#dispatch(notification)
      connection.onLost = () => void this.#reopen(open)
      return connection
    } catch (error) {
      this.#connection = undefined
      throw error
    }
  }

  // As long as somebody listens, a lost connection is opened again and told all channels.
  async #reopen(open: () => Promise<Connection>): Promise<void> {
    for (let wait = 50; !this.#closed && this.#handlers.size > 0; wait = Math.min(wait * 2, 5000)) {
      try {
        this.#connection = this.#open(open)
        const connection = await this.#connection
        for (const channel of this.#handlers.keys()) await connection.run(`listen ${quoteIdentifier(channel)}`, [])
        return
      } catch {
        await pause(wait, undefined, { ref: false })
      }
    }
  }

  #dispatch({ channel, payload }: Notification): void {
    for (const handler of this.#handlers.get(channel) ?? []) handler(payload)
  }
}
