import type { PoolStats } from '../../pool/index.ts'
import { secondsBounds } from '../buckets.ts'
import { listen } from '../listen.ts'
import type { Attributes, Meter, Observed, Recorder } from './api.ts'
import { outcomeAttributes, sourceAttributes } from './attributes.ts'
import type { Watched } from './watched.ts'

/** Measures statements and the pool. Answers the function that ends it. */
export function makeMeasurements(watched: Watched, meter: Meter): () => void {
  const stops = [measureStatements(watched, meter), measureWaits(watched, meter), observePool(watched, meter)]
  return () => {
    for (const stop of stops) stop()
  }
}

function measureStatements({ source, nameOf }: Watched, meter: Meter): () => void {
  const duration = seconds(meter, 'db.client.operation.duration', 'Duration of database client operations.')
  const rows = meter.createHistogram('db.client.response.returned_rows', {
    description: 'The actual number of records returned by the database operation.',
    unit: '{row}',
  })
  const common = sourceAttributes(source)
  return listen(source, {
    queryEnd: (trace) => {
      const name = nameOf?.(trace.text)
      const named = name === undefined ? common : { ...common, 'db.query.summary': name }
      const attributes = { ...named, ...outcomeAttributes(trace) }
      duration.record((performance.now() - trace.since) / 1000, attributes)
      if (trace.result !== undefined) rows.record(trace.result.rowCount, attributes)
    },
  })
}

function measureWaits({ source, pool }: Watched, meter: Meter): () => void {
  const attributes = poolAttributes(pool)
  const wait = seconds(meter, 'db.client.connection.wait_time', 'The time it took to obtain an open connection.')
  const use = seconds(meter, 'db.client.connection.use_time', 'The time between borrowing and returning a connection.')
  const create = seconds(meter, 'db.client.connection.create_time', 'The time it took to create a new connection.')
  const timeouts = meter.createCounter('db.client.connection.timeouts', {
    description: 'The number of connection timeouts that have occurred trying to obtain a connection.',
    unit: '{timeout}',
  })
  return listen(source, {
    acquired: ({ waitMs, timedOut }) => {
      wait.record(waitMs / 1000, attributes)
      if (timedOut) timeouts.add(1, attributes)
    },
    connected: (ms) => create.record(ms / 1000, attributes),
    released: ({ waitMs, useMs }) => {
      if (waitMs === 0) wait.record(0, attributes)
      use.record(useMs / 1000, attributes)
    },
  })
}

function observePool({ db, pool }: Watched, meter: Meter): () => void {
  const attributes = poolAttributes(pool)
  const state = 'db.client.connection.state'
  const single = (value: (stats: PoolStats) => number) => (observed: Observed) =>
    observed.observe(value(db.stats()), attributes)
  const observed: readonly Observation[] = [
    {
      name: 'db.client.connection.count',
      description: 'The number of connections that are currently in the state.',
      unit: '{connection}',
      observe: (into) => {
        const { idle, used } = db.stats()
        into.observe(idle, { ...attributes, [state]: 'idle' })
        into.observe(used, { ...attributes, [state]: 'used' })
      },
    },
    {
      name: 'db.client.connection.max',
      description: 'The maximum number of open connections allowed.',
      unit: '{connection}',
      observe: single(({ max }) => max),
    },
    {
      name: 'db.client.connection.idle.max',
      description: 'The maximum number of idle open connections allowed.',
      unit: '{connection}',
      observe: single(({ max }) => max),
    },
    {
      name: 'db.client.connection.idle.min',
      description: 'The minimum number of idle open connections allowed.',
      unit: '{connection}',
      observe: single(() => 0),
    },
    {
      name: 'db.client.connection.pending_requests',
      description: 'The number of current pending requests for an open connection.',
      unit: '{request}',
      observe: single(({ pending }) => pending),
    },
  ]
  const stops = observed.map((each) => observe(meter, each))
  return () => {
    for (const stop of stops) stop()
  }
}

interface Observation {
  readonly name: string
  readonly description: string
  readonly unit: string
  readonly observe: (into: Observed) => void
}

function observe(meter: Meter, { name, description, unit, observe }: Observation): () => void {
  const instrument = meter.createObservableUpDownCounter(name, { description, unit })
  instrument.addCallback(observe)
  return () => instrument.removeCallback(observe)
}

function seconds(meter: Meter, name: string, description: string): Recorder {
  return meter.createHistogram(name, {
    description,
    unit: 's',
    advice: { explicitBucketBoundaries: [...secondsBounds] },
  })
}

function poolAttributes(pool: string): Attributes {
  return { 'db.client.connection.pool.name': pool }
}
