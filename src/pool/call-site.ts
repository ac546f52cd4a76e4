import { fileURLToPath } from 'node:url'

const rooms = fileURLToPath(new URL('..', import.meta.url))
const ourFrame = new RegExp(`${literally(rooms)}(pool|transaction|database|query)/[\\w-]+\\.[jt]s`)

/** Where something was asked for. Taking it is cheap; the stack is only put into words when somebody wants to read it. */
export type CallSite = { readonly stack?: string }

// The library's own frames and a few of the caller's; each one costs.
const depth = 8

// A stack costs as much as a tenth of a short transaction. Who leaks under load does so again and again, so that it is enough to take
// one per millisecond.
const every = 1
let last = Number.NEGATIVE_INFINITY

/** Where the library was called; `undefined` if that was noted a moment ago already. */
export function callSite(): CallSite | undefined {
  const now = performance.now()
  if (now - last < every) return undefined
  last = now
  const site: CallSite = {}
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = depth
  Error.captureStackTrace(site, callSite)
  Error.stackTraceLimit = stackTraceLimit
  return site
}

/** The stack of whoever called the library, without the library's own frames above it. */
export function stackOf({ stack = '' }: CallSite): string {
  const frames = stack.split('\n').slice(1)
  const first = frames.findIndex((frame) => !ourFrame.test(frame))
  return frames.slice(Math.max(first, 0)).join('\n')
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
