const signals = ['SIGINT', 'SIGTERM'] as const

/**
 * Runs work that Ctrl-C ends in order: the first tells the work to end, and the second ends the process as it would without
 * this.
 */
export async function interruptible<T>(
  tell: (line: string) => void,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const ignoreAgain = () => {
    for (const signal of signals) process.off(signal, stop)
  }
  const stop = () => {
    ignoreAgain()
    tell('ending: the statement is being cancelled on the server; once more ends at once')
    controller.abort()
  }
  for (const signal of signals) process.on(signal, stop)
  try {
    return await work(controller.signal)
  } finally {
    ignoreAgain()
  }
}
