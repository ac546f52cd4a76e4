import { fileURLToPath } from 'node:url'

const rooms = fileURLToPath(new URL('..', import.meta.url))
const ourRooms = ['connection', 'pool', 'transaction', 'database', 'query', 'trace', 'monitor', 'testing']
const ourFolders = ourRooms.map((room) => `${rooms}${room}/`)

// A stack costs more than all else that is done for a statement; what is slow under load is so again and again.
const every = 1

/** A stack that was taken, and is only put into words when somebody wants to read it. */
export type Site = { readonly stack?: string }

/** Notes where statements were asked for: at most one each millisecond. */
export class Sites {
  #last = Number.NEGATIVE_INFINITY

  /** The stack of the caller; `undefined` if one was taken a moment ago. `now` is `performance.now()`. */
  take(now: number): Site | undefined {
    if (now - this.#last < every) return undefined
    this.#last = now
    const site: Site = {}
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 20
    Error.captureStackTrace(site)
    Error.stackTraceLimit = stackTraceLimit
    return site
  }
}

/** The file and line of the first frame that is not the library's own; `undefined` when there is none. */
export function placeOf({ stack = '' }: Site): string | undefined {
  return stack
    .split('\n')
    .slice(1)
    .map(fileAndLine)
    .find((place) => place !== undefined && !isOurs(place))
}

function fileAndLine(frame: string): string | undefined {
  const found = /(?:\(|at (?:async )?)((?:file:|\/|[A-Za-z]:\\).*?:\d+):\d+\)?$/.exec(frame)
  return found?.[1]?.replace(/^file:\/\//, '')
}

// The library's tests stand in its rooms, and are callers all the same.
function isOurs(place: string): boolean {
  return ourFolders.some((folder) => place.startsWith(folder)) && !/\.test\.[jt]s:/.test(place)
}
