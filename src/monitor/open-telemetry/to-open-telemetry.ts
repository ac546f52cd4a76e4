import type { Instruments } from './api.ts'
import { makeMeasurements } from './measurements.ts'
import { makeSpans } from './spans.ts'
import type { Watched } from './watched.ts'

/** Hands what the database does to OpenTelemetry, named by its conventions for databases. Answers the function that ends it. */
export function toOpenTelemetry(watched: Watched, { tracer, meter }: Instruments): () => void {
  const stops = [tracer && makeSpans(watched, tracer), meter && makeMeasurements(watched, meter)]
  return () => {
    for (const stop of stops) stop?.()
  }
}
