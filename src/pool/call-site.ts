import { fileURLToPath } from 'node:url'

const rooms = fileURLToPath(new URL('..', import.meta.url))
const ourFrame = new RegExp(`${literally(rooms)}(pool|transaction|database|query)/[\\w-]+\\.[jt]s`)

/** Where something was asked for. Taking it is cheap; the stack is only put into words when somebody wants to read it. */
export type CallSite = { readonly stack?: string }

// The library's own frames and a few of the caller's; each one costs.
const depth = 8

/** Where the library was called. */
export function callSite(): CallSite {
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
