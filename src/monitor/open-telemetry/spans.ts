import type { QueryTrace } from '../../trace/index.ts'
import { listen } from '../listen.ts'
import type { Span, Tracer } from './api.ts'
import { outcomeAttributes, sourceAttributes } from './attributes.ts'
import type { Watched } from './watched.ts'

// `SpanKind.INTERNAL`, `SpanKind.CLIENT` and `SpanStatusCode.ERROR` of `@opentelemetry/api`.
const internal = 0
const client = 2
const failed = 2

/** Makes a span of each statement, below the span that is active where it was asked for. Answers the function that ends it. */
export function makeSpans({ source, nameOf }: Watched, tracer: Tracer): () => void {
  const spans = new WeakMap<QueryTrace, Span>()
  const common = sourceAttributes(source)
  const kind = source.embedded ? internal : client
  return listen(source, {
    queryStart: (trace) => {
      const name = nameOf?.(trace.text)
      const attributes = {
        ...common,
        'db.query.text': trace.text,
        ...(name !== undefined && { 'db.query.summary': name }),
      }
      spans.set(trace, tracer.startSpan(name ?? source.database, { kind, attributes }))
    },
    queryEnd: (trace) => {
      const span = spans.get(trace)
      if (span !== undefined) endSpan(span, trace, nameOf?.(trace.text) ?? nameByCommand(trace, source.database))
    },
  })
}

// The command is known from the answer; it is not guessed from the text.
function nameByCommand({ result }: QueryTrace, database: string): string {
  return result === undefined ? database : `${result.command} ${database}`
}

function endSpan(span: Span, trace: QueryTrace, name: string): void {
  span.updateName(name)
  for (const [key, value] of Object.entries(outcomeAttributes(trace))) span.setAttribute(key, value)
  if (trace.result === undefined) span.setStatus({ code: failed })
  else span.setAttribute('db.response.returned_rows', trace.result.rowCount)
  span.end()
}
