import { displayName, quotePath } from '../../catalog/index.ts'
import type { Queryable } from '../../query/index.ts'

/** An index of a partition that belongs to an index of the whole table. */
export interface PartitionIndex {
  /** In quotes where SQL needs it, as its parent's. */
  readonly name: string
  /** The index that it is a part of, which may be one of a partition again. */
  readonly parent: string
  /** `create index …`, for a partition that is itself partitioned with `on only`. */
  readonly definition: string
  /** Is its table partitioned itself? */
  readonly partitioned: boolean
}

/** The indexes of partitions below each index of a partitioned table, by the name of the latter; parts stand before wholes. */
export async function readPartitionIndexes(db: Queryable): Promise<ReadonlyMap<string, readonly PartitionIndex[]>> {
  const rows = await db.many<Row>(`
    select array[space.nspname, whole.relname]::text[] as whole,
      array[part_space.nspname, part.relname]::text[] as part,
      array[parent_space.nspname, parent.relname]::text[] as parent,
      pg_get_indexdef(part.oid) as definition,
      part.relkind = 'I' as partitioned
    from pg_class as whole
    join pg_namespace as space on space.oid = whole.relnamespace
    cross join lateral pg_partition_tree(whole.oid) as tree
    join pg_class as part on part.oid = tree.relid and part.oid <> whole.oid
    join pg_namespace as part_space on part_space.oid = part.relnamespace
    join pg_class as parent on parent.oid = tree.parentrelid
    join pg_namespace as parent_space on parent_space.oid = parent.relnamespace
    where whole.relkind = 'I'
    and not whole.relispartition
    order by whole.oid, tree.level desc, part.relname`)
  const indexes = new Map<string, PartitionIndex[]>()
  for (const { whole, part, parent, definition, partitioned } of rows) {
    const name = displayName(whole)
    const index = { name: quotePath(part), parent: quotePath(parent), definition, partitioned }
    indexes.set(name, [...(indexes.get(name) ?? []), index])
  }
  return indexes
}

interface Row {
  readonly whole: string[]
  readonly part: string[]
  readonly parent: string[]
  readonly definition: string
  readonly partitioned: boolean
}
