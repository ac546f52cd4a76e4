/** Where text goes: the part of `process.stdout` and `process.stderr` that this room uses. */
export interface TerminalStream {
  /** True when a person reads it; absent or false for a file or a pipe. */
  readonly isTTY?: boolean | undefined
  /** The width in characters, where it is known. */
  readonly columns?: number | undefined
  /** The height in lines, where it is known. */
  readonly rows?: number | undefined
  write(text: string): unknown
}

/** Whether lines may be redrawn in place: a terminal that understands control sequences. */
export function isTerminal(stream: TerminalStream): boolean {
  return stream.isTTY === true && process.env.TERM !== 'dumb'
}
