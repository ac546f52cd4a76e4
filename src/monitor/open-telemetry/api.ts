// The part of `@opentelemetry/api` that is used, by its shape: so that whoever does not use it need not install it.

/** Attributes of spans and measurements. */
export type Attributes = Record<string, string | number | boolean>

/** A span that was started. */
export interface Span {
  setAttribute(key: string, value: string | number | boolean): unknown
  setStatus(status: { code: number; message?: string }): unknown
  updateName(name: string): unknown
  end(): void
}

/** What starts spans: `trace.getTracer('…')`. */
export interface Tracer {
  startSpan(name: string, options: { kind: number; attributes: Attributes }): Span
}

/** Options of an instrument. */
export interface InstrumentOptions {
  description: string
  unit: string
  advice?: { explicitBucketBoundaries: number[] }
}

/** What takes measurements. */
export interface Recorder {
  record(value: number, attributes: Attributes): void
}

/** Where an observed instrument writes what it sees. */
export interface Observed {
  observe(value: number, attributes: Attributes): void
}

/** An instrument that is asked when metrics are collected. */
export interface Observable {
  addCallback(callback: (observed: Observed) => void): void
  removeCallback(callback: (observed: Observed) => void): void
}

/** What makes instruments: `metrics.getMeter('…')`. */
export interface Meter {
  createHistogram(name: string, options: InstrumentOptions): Recorder
  createCounter(name: string, options: InstrumentOptions): { add(value: number, attributes: Attributes): void }
  createObservableUpDownCounter(name: string, options: InstrumentOptions): Observable
}

/** Where OpenTelemetry's data go. */
export interface Instruments {
  readonly tracer?: Tracer | undefined
  readonly meter?: Meter | undefined
}
