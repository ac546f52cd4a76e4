import type { ParsedStatement, SyntaxNode } from '../../../sql/index.ts'
import { sqlName } from '../name.ts'
import { alterationsOf, hasOption, type Path, pathOf, relationPath } from '../tree.ts'
import type { Rule } from './rule.ts'

/** Rules about locks that a measurement on empty tables shows to be short, or cannot show at all. */
export const locking: readonly Rule[] = [
  {
    name: 'drop-index-not-concurrently',
    severity: 'warning',
    reason: 'it waits for every statement that uses the table, and every later one waits behind it',
    find: ({ tree }, { isNew }) => {
      if (!('DropStmt' in tree) || tree.DropStmt.removeType !== 'OBJECT_INDEX' || tree.DropStmt.concurrent) return []
      const indexes = (tree.DropStmt.objects ?? []).map(pathOf).filter((path) => !isNew(path))
      return indexes.map((path) => ({
        what: `drops index ${sqlName(...path)}`,
        safer: `-- alone in a migration of its own\ndrop index concurrently ${sqlName(...path)};`,
      }))
    },
  },
  {
    name: 'detach-partition-not-concurrently',
    severity: 'warning',
    reason: 'reads and writes of the whole table wait for it',
    find: ({ tree }, { isNew }) =>
      alterationsOf(tree).flatMap(({ table, command: { subtype, def } }) => {
        if (subtype !== 'AT_DetachPartition' || def === undefined || !('PartitionCmd' in def)) return []
        if (def.PartitionCmd.concurrent || isNew(table)) return []
        const partition = sqlName(...relationPath(def.PartitionCmd.name))
        return [
          {
            what: `detaches ${partition} from ${sqlName(...table)}`,
            safer: `-- alone in a migration of its own; not possible beside a default partition
alter table ${sqlName(...table)} detach partition ${partition} concurrently;`,
          },
        ]
      }),
  },
  {
    name: 'vacuum-full',
    severity: 'error',
    reason: 'the table is written anew while nobody can read it; use pg_repack, or plain `vacuum`',
    find: ({ tree }) => {
      if (!('VacuumStmt' in tree) || !hasOption(tree.VacuumStmt.options, 'full')) return []
      const tables = (tree.VacuumStmt.rels ?? []).flatMap((node) =>
        'VacuumRelation' in node ? [sqlName(...relationPath(node.VacuumRelation.relation))] : [],
      )
      return [{ what: `vacuums ${tables.join(', ') || 'every table'} fully` }]
    },
  },
  {
    name: 'lock-table',
    severity: 'warning',
    reason: 'the lock is held until the migration commits; leave it to the statements that need one',
    find: ({ tree }, { isNew }) =>
      'LockStmt' in tree
        ? (tree.LockStmt.relations ?? [])
            .map(pathOf)
            .filter((path) => !isNew(path))
            .map((path) => ({ what: `locks ${sqlName(...path)}` }))
        : [],
  },
  {
    name: 'set-tablespace',
    severity: 'error',
    reason: 'the whole table is copied while nobody can read it; use `pg_repack --tablespace`',
    find: ({ tree }, { isNew }) =>
      tablespaceMoves(tree)
        .filter((path) => !isNew(path))
        .map((path) => ({ what: `moves ${sqlName(...path)} to another tablespace` })),
  },
  {
    name: 'if-not-exists',
    severity: 'warning',
    reason: 'it succeeds over whatever has that name, so that the schema may be another one than the file says',
    find: ({ tree }) => lenientNames(tree).map((name) => ({ what: `makes ${name} only if nothing has its name` })),
  },
  {
    name: 'concurrently-if-not-exists',
    severity: 'error',
    reason: 'it succeeds over the invalid index that a build leaves when it fails, which then serves no query',
    find: ({ text, tree }) => {
      if (!('IndexStmt' in tree) || !tree.IndexStmt.concurrent || !tree.IndexStmt.if_not_exists) return []
      return [
        {
          what: `builds index ${sqlName(tree.IndexStmt.idxname ?? '')} only if nothing has its name`,
          safer: `${text.replace(/\s+if\s+not\s+exists/i, '')};`,
        },
      ]
    },
  },
  {
    name: 'wide-index',
    severity: 'warning',
    reason: 'an index that is not unique seldom gains from more than three columns, and each write pays for them',
    find: ({ tree }) => {
      if (!('IndexStmt' in tree) || tree.IndexStmt.unique || (tree.IndexStmt.indexParams ?? []).length <= 3) return []
      return [{ what: `indexes ${tree.IndexStmt.indexParams?.length} columns of ${indexedTable(tree)}` }]
    },
  },
  {
    name: 'hash-index',
    severity: 'warning',
    reason: 'it serves `=` alone, and neither order, uniqueness nor several columns; a btree index does all of it',
    find: ({ text, tree }) => {
      if (!('IndexStmt' in tree) || tree.IndexStmt.accessMethod !== 'hash') return []
      return [
        {
          what: `makes a hash index on ${indexedTable(tree)}`,
          safer: `${text.replace(/\busing\s+hash\b/i, 'using btree')};`,
        },
      ]
    },
  },
]

function tablespaceMoves(tree: SyntaxNode): Path[] {
  if ('AlterTableMoveAllStmt' in tree) return [['every table of a tablespace']]
  return alterationsOf(tree)
    .filter(({ command }) => command.subtype === 'AT_SetTableSpace')
    .map(({ table }) => table)
}

function lenientNames(tree: ParsedStatement['tree']): string[] {
  if ('CreateStmt' in tree && tree.CreateStmt.if_not_exists) return [`table ${named(tree.CreateStmt.relation)}`]
  if ('CreateTableAsStmt' in tree && tree.CreateTableAsStmt.if_not_exists) {
    return [`table ${named(tree.CreateTableAsStmt.into?.rel)}`]
  }
  if ('IndexStmt' in tree && tree.IndexStmt.if_not_exists && !tree.IndexStmt.concurrent) {
    return [`index ${sqlName(tree.IndexStmt.idxname ?? '')}`]
  }
  return alterationsOf(tree).flatMap(({ table, command: { subtype, missing_ok, def } }) =>
    subtype === 'AT_AddColumn' && missing_ok && def !== undefined && 'ColumnDef' in def
      ? [`column ${sqlName(...table, def.ColumnDef.colname ?? '')}`]
      : [],
  )
}

function indexedTable(tree: Extract<SyntaxNode, { IndexStmt: unknown }>): string {
  return named(tree.IndexStmt.relation)
}

function named(relation: Parameters<typeof relationPath>[0]): string {
  return sqlName(...relationPath(relation))
}
