import { type Styles, styles, type TerminalStream } from '../terminal/index.ts'

/** Where a command writes: results on `stdout`, progress and errors on `stderr`. */
export interface Streams {
  readonly stdout: TerminalStream
  readonly stderr: TerminalStream
}

/** How a command tells what it did: in lines for a person, or with `--json` as one value for a program. */
export class Output {
  readonly styles: Styles
  readonly #stdout: TerminalStream
  readonly #json: boolean
  readonly #before: () => void

  /** `before` is called before something is printed, to end the line on which progress is shown. */
  constructor({ stdout }: Streams, json: boolean, before: () => void = () => undefined) {
    this.#stdout = stdout
    this.#json = json
    this.#before = before
    this.styles = styles(stdout)
  }

  /** Prints `lines` for a person, or `value` for a program. */
  result(value: unknown, lines: readonly string[]): void {
    this.#before()
    if (this.#json) this.#stdout.write(`${JSON.stringify(value, null, 2)}\n`)
    else for (const line of lines) this.#stdout.write(`${line}\n`)
  }
}
