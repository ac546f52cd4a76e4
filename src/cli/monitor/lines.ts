import type { Snapshot } from '../../monitor/index.ts'
import { type Cell, printable, type Styles, table } from '../../terminal/index.ts'
import { bytes, count, percent, seconds } from './figures.ts'

/** How a snapshot is shown. */
export interface Look {
  /** What is looked at. */
  readonly title: string
  readonly styles: Styles
}

const longestQuery = 100

/** A snapshot in lines for a person, what is urgent first. */
export function snapshotLines(snapshot: Snapshot, { title, styles }: Look): string[] {
  const heading = (text: string) => ['', styles.bold(text)]
  const section = (text: string, head: readonly string[], rows: readonly (readonly Cell[])[]) =>
    rows.length === 0 ? [] : [...heading(text), ...table([head.map((each) => styles.dim(each)), ...rows]).split('\n')]
  return [
    styles.bold(`${title}  ${snapshot.takenAt.toISOString().slice(11, 19)}`),
    ...trafficLines(snapshot),
    ...section(
      styles.red('waiting for locks'),
      ['pid', 'blocked by', 'for', 'lock', 'statement'],
      blockedRows(snapshot),
    ),
    ...section('activity', ['pid', 'user', 'state', 'for', 'waits for', 'statement'], activityRows(snapshot)),
    ...section('slowest statements', ['calls', 'mean ms', 'total ms', 'statement'], slowestRows(snapshot)),
    ...section('tables', ['size', 'rows', 'dead', 'bloat', 'seq', 'index', 'table'], tableRows(snapshot)),
    ...section('indexes that nobody reads', ['size', 'index', 'table'], indexRows(snapshot)),
    ...section('replication', ['standby', 'state', 'sync', 'behind', 'by'], replicaRows(snapshot)),
  ]
}

function trafficLines({ traffic }: Snapshot): string[] {
  if (traffic === undefined) return []
  const { connections, maxConnections, cacheHitRate, commits, rollbacks, deadlocks, temporaryBytes, size } = traffic
  return [
    [
      `${connections} of ${maxConnections} connections`,
      ...(cacheHitRate === null ? [] : [`cache ${percent(cacheHitRate)}`]),
      `${count(commits)} commits`,
      `${count(rollbacks)} rollbacks`,
      `${count(deadlocks)} deadlocks`,
      `${bytes(temporaryBytes)} temporary`,
      `${bytes(size)} in all`,
    ].join(' · '),
  ]
}

function blockedRows({ blocked = [] }: Snapshot): Cell[][] {
  return blocked.map(({ pid, blockedBy, seconds: waited, mode, relation, query }) => [
    pid,
    blockedBy.join(', '),
    seconds(waited),
    [mode ?? '', relation ?? ''].join(' ').trim(),
    oneLine(query),
  ])
}

function activityRows({ activity = [] }: Snapshot): Cell[][] {
  return activity.map(({ pid, user, state, wait, seconds: lasted, query }) => [
    pid,
    oneLine(user),
    state,
    seconds(lasted),
    wait ?? '',
    oneLine(query),
  ])
}

function slowestRows({ slowest = [] }: Snapshot): Cell[][] {
  return slowest
    .slice(0, 10)
    .map(({ calls, meanMs, totalMs, query }) => [calls, meanMs.toFixed(1), Math.round(totalMs), oneLine(query)])
}

function tableRows({ tables = [] }: Snapshot): Cell[][] {
  return tables
    .slice(0, 10)
    .map((each) => [
      bytes(each.size),
      count(each.rows),
      count(each.deadRows),
      each.bloat === null ? '' : bytes(each.bloat),
      count(each.sequentialScans),
      count(each.indexScans),
      oneLine(each.table),
    ])
}

function indexRows({ indexes = [] }: Snapshot): Cell[][] {
  return indexes
    .filter(({ scans, constraint }) => scans === 0 && !constraint)
    .slice(0, 10)
    .map(({ size, index, table: name }) => [bytes(size), oneLine(index), oneLine(name)])
}

function replicaRows({ replicas = [] }: Snapshot): Cell[][] {
  return replicas.map(({ name, state, sync, lagBytes, lagSeconds }) => [
    oneLine(name),
    state,
    sync,
    lagBytes === null ? '' : bytes(lagBytes),
    lagSeconds === null ? '' : seconds(lagSeconds),
  ])
}

// A statement, or a name, on one line and without what would move the cursor.
function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim().slice(0, longestQuery)
}
