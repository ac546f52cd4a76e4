import { fileURLToPath } from 'node:url'

const rooms = fileURLToPath(new URL('..', import.meta.url))
const ourFrame = new RegExp(`${literally(rooms)}(pool|transaction|database|query)/[\\w-]+\\.[jt]s`)

/** The stack of whoever called the library, without the library's own frames above it. */
export function callSite(): string {
  const site = { stack: '' }
  Error.captureStackTrace(site, callSite)
  const frames = site.stack.split('\n').slice(1)
  const first = frames.findIndex((frame) => !ourFrame.test(frame))
  return frames.slice(Math.max(first, 0)).join('\n')
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
