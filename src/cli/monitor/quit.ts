/** Where keys come from: the part of `process.stdin` that is used. */
export interface Keyboard {
  readonly isTTY?: boolean | undefined
  setRawMode?(raw: boolean): unknown
  on(event: 'data', listener: (data: Buffer | string) => void): unknown
  off(event: 'data', listener: (data: Buffer | string) => void): unknown
  resume(): unknown
  pause(): unknown
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const ctrlC = '\x03'

/** Calls `quit` on `q`, Ctrl-C, or a signal to end. Answers the function that gives keys and signals back. */
export function untilQuit(keyboard: Keyboard, quit: () => void): () => void {
  const press = (data: Buffer | string) => {
    if (/[qQ]/.test(String(data)) || String(data).includes(ctrlC)) quit()
  }
  for (const signal of signals) process.on(signal, quit)
  const hasKeys = keyboard.isTTY === true
  if (hasKeys) {
    // Without it a key would only come with the end of its line.
    keyboard.setRawMode?.(true)
    keyboard.on('data', press)
    keyboard.resume()
  }
  return () => {
    for (const signal of signals) process.off(signal, quit)
    if (!hasKeys) return
    keyboard.off('data', press)
    keyboard.setRawMode?.(false)
    keyboard.pause()
  }
}
