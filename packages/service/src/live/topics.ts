import type { Database } from 'rowhouse'

/** What happened to a topic. A notification holds at most 8,000 bytes, so that it names what changed rather than tells it. */
export interface LiveEvent {
  /** Whom it concerns, such as `user:` and an id. */
  readonly topic: string
  /** Its number in the feed from which a client reads what it missed. */
  readonly id: string
  /** What happened, such as `set_logged`. */
  readonly type: string
}

type Handler = (event: LiveEvent) => void

/** Brings notifications to those who follow a topic. */
export interface Topics {
  /** Calls `handler` for each event of the topic until the answer is called. */
  follow(topic: string, handler: Handler): () => void
  /** Stops listening. */
  close(): Promise<void>
}

/**
 * Listens to a channel, on which `pg_notify` sends events as JSON, with one connection for all who follow. Notifications of a
 * transaction arrive after its commit; those sent while the connection was lost do not, so a client reads the feed again when
 * it follows anew.
 */
export async function openTopics(db: Pick<Database, 'listen'>, channel: string): Promise<Topics> {
  const followers = new Map<string, Set<Handler>>()
  const stop = await db.listen(channel, (payload) => {
    const event = readEvent(payload)
    if (event !== undefined) for (const handler of followers.get(event.topic) ?? []) handler(event)
  })
  return {
    follow(topic, handler) {
      const handlers = followers.get(topic) ?? new Set()
      followers.set(topic, handlers.add(handler))
      return () => {
        handlers.delete(handler)
        if (handlers.size === 0 && followers.get(topic) === handlers) followers.delete(topic)
      }
    },
    close: stop,
  }
}

// Anybody who may use the database can notify, so that a message need not be one of ours.
function readEvent(payload: string): LiveEvent | undefined {
  const event = parse(payload)
  if (typeof event !== 'object' || event === null) return undefined
  const { topic, id, type } = event as Partial<Record<keyof LiveEvent, unknown>>
  if (typeof topic !== 'string' || typeof type !== 'string') return undefined
  return typeof id === 'string' ? { topic, id, type } : undefined
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return undefined
  }
}
