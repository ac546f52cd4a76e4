import type { FastifyReply } from 'fastify'

/** One event of a stream, as the chapter "Server-sent events" of the HTML standard writes it. */
export interface StreamedEvent {
  /** What a client that comes back says it has seen, in `Last-Event-ID`. */
  readonly id?: string
  readonly type: string
  readonly data: unknown
}

/** A stream of events to one client. */
export interface EventStream {
  send(event: StreamedEvent): void
  /** Resolves when the client or the server has ended the stream. */
  readonly ended: Promise<void>
  end(): void
}

// Proxies close what is silent for a minute.
const heartbeatMs = 25_000

// A client that reads so slowly is better served by coming back and reading the feed.
const mostBuffered = 256 * 1024

/** Turns an answer into a stream of server-sent events. */
export function openEventStream(reply: FastifyReply): EventStream {
  const { raw } = reply.hijack()
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 2000\n\n')
  const heartbeat = setInterval(() => raw.write(':\n\n'), heartbeatMs)
  const ended = new Promise<void>((resolve) => raw.once('close', resolve)).finally(() => clearInterval(heartbeat))
  return {
    ended,
    send(event) {
      raw.write(written(event))
      if (raw.writableLength > mostBuffered) raw.destroy()
    },
    end: () => raw.end(),
  }
}

// JSON holds no line break, and neither may an id or a type.
function written({ id, type, data }: StreamedEvent): string {
  const lines = [...(id === undefined ? [] : [`id: ${id}`]), `event: ${type}`, `data: ${JSON.stringify(data)}`]
  return `${lines.map((line) => line.replace(/[\r\n\0]/g, ' ')).join('\n')}\n\n`
}
