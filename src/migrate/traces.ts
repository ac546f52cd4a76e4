import type { Queryable } from '../query/index.ts'
import type { Alone } from './alone.ts'

/** What an interrupted statement has left in the catalog. */
export type Trace =
  | { readonly kind: 'index'; readonly state: 'absent' | 'invalid' | 'valid'; readonly name?: string }
  | { readonly kind: 'relation'; readonly exists: boolean }
  | { readonly kind: 'leftovers'; readonly names: readonly string[] }
  | { readonly kind: 'partition'; readonly state: 'attached' | 'pending' | 'detached' }
  | { readonly kind: 'none' }

/** How to go on with a statement that was begun and never seen to end. */
export type Resumption =
  | { readonly kind: 'finished' }
  | { readonly kind: 'run'; readonly clean: readonly string[]; readonly text: string }

/** A statement that was begun. */
export interface Begun {
  readonly text: string
  readonly alone: Alone | undefined
  /** Whether it is known to have failed; else nobody saw it end. */
  readonly failed: boolean
}

/**
 * How to go on with a statement of which this is left. When nobody saw it end and the catalog shows that it did, it is
 * finished; what is known to have failed is never taken for finished, and what leaves no trace runs again.
 */
export function resumptionOf({ text, alone, failed }: Begun, trace: Trace): Resumption {
  if (!failed && isDone(trace)) return { kind: 'finished' }
  if (trace.kind === 'partition' && trace.state === 'pending' && alone?.kind === 'detach partition')
    return { kind: 'run', clean: [], text: `alter table ${alone.table} detach partition ${alone.partition} finalize` }
  return { kind: 'run', clean: leftBehind(trace).map((name) => `drop index concurrently ${name}`), text }
}

function isDone(trace: Trace): boolean {
  if (trace.kind === 'index') return trace.state === 'valid'
  if (trace.kind === 'partition') return trace.state === 'detached'
  return trace.kind === 'relation' && !trace.exists
}

function leftBehind(trace: Trace): readonly string[] {
  if (trace.kind === 'leftovers') return trace.names
  return trace.kind === 'index' && trace.name !== undefined ? [trace.name] : []
}

/** Looks for what a statement that was begun has left. */
export function readTrace(db: Queryable, alone: Alone | undefined): Promise<Trace> {
  switch (alone?.kind) {
    case 'create index':
      return indexTrace(db, alone.table, alone.index!)
    case 'drop index':
      return relationTrace(db, alone.index)
    case 'reindex':
      return leftoversTrace(db, alone.relation)
    case 'detach partition':
      return partitionTrace(db, alone.table, alone.partition)
    default:
      return Promise.resolve({ kind: 'none' })
  }
}

// An index lives in the schema of its table, whatever the search_path; the cast to `name` cuts a long one as the server did.
async function indexTrace(db: Queryable, table: string, index: string): Promise<Trace> {
  const found = await db.maybeOne<{ valid: boolean; name: string }>(
    `select index.indisvalid as valid, format('%I.%I', namespace.nspname, class.relname) as name
     from pg_catalog.pg_index as index
     join pg_catalog.pg_class as class on class.oid = index.indexrelid
     join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
     where index.indrelid = to_regclass($1)
       and class.relname = (parse_ident($2))[1]::name`,
    [table, index],
  )
  if (found === undefined) return { kind: 'index', state: 'absent' }
  return found.valid ? { kind: 'index', state: 'valid' } : { kind: 'index', state: 'invalid', name: found.name }
}

async function relationTrace(db: Queryable, relation: string): Promise<Trace> {
  const { exists } = await db.one<{ exists: boolean }>('select to_regclass($1) is not null as exists', [relation])
  return { kind: 'relation', exists }
}

// REINDEX CONCURRENTLY builds <index>_ccnew and swaps it with the old one, which is <index>_ccold until it is dropped.
async function leftoversTrace(db: Queryable, relation: string | undefined): Promise<Trace> {
  const rows = await db.many<{ name: string }>(
    `select format('%I.%I', namespace.nspname, class.relname) as name
     from pg_catalog.pg_index as index
     join pg_catalog.pg_class as class on class.oid = index.indexrelid
     join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
     where not index.indisvalid
       and class.relname ~ '_cc(new|old)[0-9]*$'
       and namespace.nspname <> 'pg_toast'
       and ($1::text is null
         or index.indrelid = to_regclass($1)
         or index.indrelid = (select indrelid from pg_catalog.pg_index where indexrelid = to_regclass($1)))
     order by name`,
    [relation ?? null],
  )
  return { kind: 'leftovers', names: rows.map(({ name }) => name) }
}

async function partitionTrace(db: Queryable, table: string, partition: string): Promise<Trace> {
  const link = await db.maybeOne<{ pending: boolean }>(
    `select inhdetachpending as pending
     from pg_catalog.pg_inherits
     where inhparent = to_regclass($1) and inhrelid = to_regclass($2)`,
    [table, partition],
  )
  const state = link === undefined ? 'detached' : link.pending ? 'pending' : 'attached'
  return { kind: 'partition', state }
}
