import type { PoolStats } from '../pool/index.ts'
import { type Buckets, secondsBounds } from './buckets.ts'
import type { CommandFigures } from './figures.ts'
import type { PoolFigures } from './pool.ts'

/** What is written. */
export interface Seen {
  /** The name of the pool. */
  readonly pool: string
  readonly stats: PoolStats
  readonly figures: PoolFigures
  readonly commands: readonly CommandFigures[]
}

type Labels = Readonly<Record<string, string>>

/** The figures in Prometheus' text format 0.0.4. Labels are names and codes, never texts or values. */
export function prometheusText({ pool, stats, figures, commands }: Seen): string {
  const mine = { db_client_connection_pool_name: pool }
  const labelled = commands.map((each) => ({ ...each, labels: { ...mine, ...labelsOf(each) } }))
  const gauge = (name: string, help: string, value: number) => family(name, 'gauge', help, [sample(name, mine, value)])
  const timing = (name: string, help: string, buckets: Buckets) =>
    family(name, 'histogram', help, histogram(name, mine, buckets))
  const counter = (name: string, help: string, value: number) =>
    family(name, 'counter', help, [sample(name, mine, value)])
  return [
    family(
      duration,
      'histogram',
      'How long statements took, without the wait for a connection.',
      labelled.flatMap(({ labels, durations }) => histogram(duration, labels, durations)),
    ),
    family(
      rows,
      'counter',
      'Rows that statements returned or wrote.',
      labelled.map((each) => sample(rows, each.labels, each.rows)),
    ),
    family('db_client_connection_count', 'gauge', 'Connections of the pool, by state.', [
      sample('db_client_connection_count', { ...mine, db_client_connection_state: 'idle' }, stats.idle),
      sample('db_client_connection_count', { ...mine, db_client_connection_state: 'used' }, stats.used),
    ]),
    gauge('db_client_connection_max', 'The most connections that the pool may have.', stats.max),
    gauge('db_client_connection_pending_requests', 'Callers that wait for a connection.', stats.pending),
    counter('db_client_connection_timeouts_total', 'Callers that waited for a connection in vain.', figures.timeouts),
    counter('rowhouse_connection_leaks_total', 'Connections that were held for too long.', figures.leaked),
    timing('db_client_connection_wait_time_seconds', 'How long callers waited for a connection.', figures.wait.buckets),
    timing('db_client_connection_use_time_seconds', 'How long connections were held.', figures.use.buckets),
    timing('db_client_connection_create_time_seconds', 'How long connections took to open.', figures.create.buckets),
  ].join('')
}

const duration = 'db_client_operation_duration_seconds'
const rows = 'rowhouse_rows_total'

function labelsOf({ query, command, status }: CommandFigures): Labels {
  return {
    ...(query !== '' && { query }),
    ...(command !== '' && { command }),
    status,
  }
}

function family(name: string, type: string, help: string, samples: readonly string[]): string {
  return samples.length === 0 ? '' : [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples, ''].join('\n')
}

function histogram(name: string, labels: Labels, buckets: Buckets): string[] {
  const counts = buckets.cumulative()
  const total = counts.at(-1) ?? 0
  return [
    ...secondsBounds.map((bound, at) => sample(`${name}_bucket`, { ...labels, le: String(bound) }, counts[at] ?? 0)),
    sample(`${name}_bucket`, { ...labels, le: '+Inf' }, total),
    sample(`${name}_sum`, labels, buckets.sum),
    sample(`${name}_count`, labels, total),
  ]
}

function sample(name: string, labels: Labels, value: number): string {
  const written = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
  return `${name}{${written.join(',')}} ${value}`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')
}
