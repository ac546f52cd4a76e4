import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { connect, type Database } from '../../../../index.ts'

/** An embedded database that can be stopped in the middle of a statement, which PGlite itself cannot. */
export class EmbeddedProcess {
  readonly db: Database
  readonly #process: ChildProcess

  private constructor(db: Database, child: ChildProcess) {
    this.db = db
    this.#process = child
  }

  static async start(): Promise<EmbeddedProcess> {
    const child = fork(join(import.meta.dirname, 'embedded-process.js'), { execArgv: [] })
    const [port] = await once(child, 'message')
    const db = await connect(`postgres://postgres@127.0.0.1:${port}/postgres?sslmode=disable`, { maxConnections: 1 })
    return new EmbeddedProcess(db, child)
  }

  /** Ends the process, whatever it is doing. */
  async kill(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
    await this.db.close({ timeout: 0 }).catch(() => undefined)
  }
}
