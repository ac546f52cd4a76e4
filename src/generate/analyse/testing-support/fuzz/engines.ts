import { createOnServer } from '../../../../../test/support/databases.ts'
import { connect, type Database, DatabaseError } from '../../../../index.ts'
import type { UnknownRow } from '../../../../query/index.ts'
import { rowsOf } from '../case.ts'
import { EmbeddedProcess } from './embedded-process.ts'

/** What became of a statement: its rows, or the refusal of the server, or nothing in the time that it was given. */
export type Answer = { readonly rows: readonly UnknownRow[] } | { readonly refused: DatabaseError } | 'no answer'

/** Options of `FuzzEngines.open`. */
export interface FuzzOptions {
  /** Milliseconds that a statement may take on the server; five times as many on the embedded one. Default: 2,000. */
  readonly patience?: number
}

interface Given extends Required<FuzzOptions> {
  readonly server: Database
  readonly drop: () => Promise<void>
  readonly lasting: string
}

/** PostgreSQL on a server and the embedded one, with the same schema, neither of which a statement can hold up. */
export class FuzzEngines {
  readonly #given: Given
  #embedded: EmbeddedProcess
  #schema = ''

  private constructor(given: Given, embedded: EmbeddedProcess) {
    this.#given = given
    this.#embedded = embedded
  }

  /** Starts both with a schema that lasts. */
  static async open(lasting: string, { patience = 2000 }: FuzzOptions = {}): Promise<FuzzEngines> {
    const { url, drop } = await createOnServer()
    const limited = new URL(url)
    limited.search = `?options=-cstatement_timeout%3D${patience}`
    const server = await connect(limited.href, { maxConnections: 1 })
    const engines = new FuzzEngines({ server, drop, lasting, patience }, await EmbeddedProcess.start())
    await engines.#both(lasting)
    return engines
  }

  get embedded(): Database {
    return this.#embedded.db
  }

  /** Puts other tables and views in the place of the ones before. */
  async useSchema(script: string): Promise<void> {
    this.#schema = `create schema fuzz; set search_path = fuzz, public; ${script}`
    await this.#both(`drop schema if exists fuzz cascade; ${this.#schema}`)
  }

  /** Adds to the schema, unless the server refuses it. */
  async extendSchema(script: string): Promise<boolean> {
    try {
      await this.#both(script)
    } catch (error) {
      if (error instanceof DatabaseError) return false
      throw error
    }
    this.#schema += script
    return true
  }

  async #both(script: string): Promise<void> {
    await this.#given.server.script(script)
    await this.embedded.script(script)
  }

  /** Runs a statement on both and undoes it; what the server does not answer in time, the embedded one is spared. */
  async run(text: string, args: readonly unknown[]): Promise<Answer[]> {
    const onServer = await answerOf(this.#given.server, text, args)
    return onServer === 'no answer' ? [onServer] : [onServer, await this.#onEmbedded(text, args)]
  }

  async #onEmbedded(text: string, args: readonly unknown[]): Promise<Answer> {
    const answer = await inTime(answerOf(this.embedded, text, args), this.#given.patience * 5)
    if (answer === 'no answer') await this.#restart()
    return answer
  }

  async #restart(): Promise<void> {
    await this.#embedded.kill()
    this.#embedded = await EmbeddedProcess.start()
    await this.embedded.script(`${this.#given.lasting}; ${this.#schema}`)
  }

  async close(): Promise<void> {
    await this.#embedded.kill()
    await this.#given.server.close()
    await this.#given.drop()
  }
}

const cancelled = '57014'

async function answerOf(db: Database, text: string, args: readonly unknown[]): Promise<Answer> {
  try {
    return { rows: await rowsOf(db, text, args) }
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    return error.code === cancelled ? 'no answer' : { refused: error }
  }
}

async function inTime(answer: Promise<Answer>, milliseconds: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'no answer'>((resolve) => {
    timer = setTimeout(resolve, milliseconds, 'no answer')
  })
  // The process is killed when it is late, which is no news then.
  answer.catch(() => undefined)
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
