import { describe, expect, test } from 'vitest'
import { createOnServer } from '../../test/support/databases.ts'
import { connect } from '../index.ts'
import { loadSqlParser, type SyntaxNode, tokens } from '../sql/index.ts'
import { aloneOf } from './alone.ts'

const alone = [
  'create index concurrently i on t (a)',
  'create unique index concurrently "I" on only s.t using gin (a) where b > 0',
  'create index concurrently if not exists i on t (a)',
  'create index concurrently on t (a)',
  'drop index concurrently i',
  'drop index concurrently if exists s."I" cascade',
  'reindex index concurrently i',
  'reindex table concurrently s.t',
  'reindex (concurrently) table t',
  'reindex (verbose, concurrently true) index i',
  'reindex (concurrently on, verbose) table t',
  'reindex schema s',
  'reindex (verbose) database d',
  'reindex schema concurrently s',
  'reindex system d',
  'alter table t detach partition p concurrently',
  'alter table if exists only s.t detach partition s.p concurrently',
  'vacuum',
  'vacuum full t',
  'vacuum (analyze, verbose) t',
  'cluster',
  'cluster verbose',
  'cluster (verbose)',
  'alter system set work_mem = 64',
  'alter system reset all',
  'create database d',
  'drop database if exists d with (force)',
  'alter database d set tablespace x',
  `create tablespace x location '/srv'`,
  'drop tablespace x',
  `create subscription s connection 'host=h' publication p`,
  'drop subscription s',
  'alter subscription s refresh publication',
  'alter subscription s set publication p',
  'alter subscription s add publication p with (copy_data = false)',
]

const together = [
  'create index i on t (a)',
  'create index "concurrently" on t (a)',
  'create unique index concurrently_made on t (a)',
  'create table create_index_concurrently (vacuum int)',
  'drop index "concurrently"',
  'drop index i, j',
  'reindex table t',
  'reindex (verbose) index i',
  'reindex (concurrently false) table t',
  'reindex (concurrently off) index i',
  'alter table t detach partition p',
  'alter table t detach partition p finalize',
  'alter table t add column detach int',
  'alter table t attach partition p for values in (1)',
  'cluster t using i',
  'cluster verbose t',
  'cluster (verbose) t',
  'analyze t',
  'alter database d set work_mem = 64',
  'alter database d rename to tablespace_x',
  'alter database d set tablespace_x.y = 1',
  `create subscription s connection 'host=h' publication p with (connect = false)`,
  `create subscription s connection 'host=h' publication p with (create_slot = off, slot_name = none)`,
  'alter subscription s set publication p with (refresh = false)',
  'alter subscription s disable',
  'refresh materialized view concurrently v',
  `alter type color add value 'red'`,
  'create extension citext',
  'truncate t',
  `comment on table t is 'vacuum'`,
  `do $$ begin perform 'vacuum'; end $$`,
  'create function f() returns int language sql begin atomic select 1; end',
  `select 'create index concurrently'`,
  'with vacuum as (select 1) select * from vacuum',
  'select vacuum from t',
]

const parse = await loadSqlParser()

test('each is found from its tokens, and nothing else is', () => {
  expect(alone.filter((sql) => aloneOf(sql) === undefined)).toEqual([])
  expect(together.filter((sql) => aloneOf(sql) !== undefined)).toEqual([])
})

describe('the tokens say what the tree of the parser says', () => {
  const disguises: [string, (sql: string) => string][] = [
    ['as it is', (sql) => sql],
    ['in upper case', (sql) => rewritten(sql, (word) => word.toUpperCase())],
    ['with comments between', (sql) => sql.replaceAll(' ', ' /* drop index concurrently /* x */ */ -- vacuum\n ')],
    ['over many lines, with CRLF', (sql) => sql.replaceAll(' ', '\r\n\t')],
  ]
  test.each(disguises)('%s', (_name, disguise) => {
    const differing = [...alone, ...together].filter((sql) => {
      const text = disguise(sql)
      return (aloneOf(text) !== undefined) !== isAloneByTree(treeOf(text))
    })
    expect(differing).toEqual([])
  })
})

// What a string holds is no keyword.
function rewritten(sql: string, rewrite: (word: string) => string): string {
  return [...tokens(sql)].map(({ kind, text }) => (kind === 'word' ? rewrite(text) : text)).join('')
}

function treeOf(text: string): SyntaxNode {
  const parsed = parse(text)
  if ('message' in parsed) throw new Error(`${parsed.message}: ${text}`)
  return parsed[0]!.tree
}

function isAloneByTree(tree: SyntaxNode): boolean {
  const { kind, node } = Object.entries(tree).map(([kind, node]) => ({
    kind,
    node: node as Record<string, unknown>,
  }))[0]!
  const text = JSON.stringify(node)
  const has = (name: string) => optionsIn(text).has(name)
  switch (kind) {
    case 'IndexStmt':
    case 'DropStmt':
      return node.concurrent === true
    case 'ReindexStmt':
      return (
        /REINDEX_OBJECT_(SCHEMA|SYSTEM|DATABASE)/.test(text) || (has('concurrently') && !isOff(text, 'concurrently'))
      )
    case 'AlterTableStmt':
      return /AT_DetachPartition"/.test(text) && /"concurrent":true/.test(text)
    case 'VacuumStmt':
      return node.is_vacuumcmd === true
    case 'ClusterStmt':
      return node.relation === undefined
    case 'AlterDatabaseStmt':
      return has('tablespace')
    case 'CreateSubscriptionStmt':
      return !isOff(text, 'connect') && !isOff(text, 'create_slot')
    case 'AlterSubscriptionStmt':
      return /PUBLICATION|REFRESH/.test(String(node.kind)) && !isOff(text, 'refresh')
    default:
      return aloneNodes.has(kind)
  }
}

const aloneNodes: ReadonlySet<string> = new Set([
  'AlterSystemStmt',
  'CreatedbStmt',
  'DropdbStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'DropSubscriptionStmt',
])

function optionsIn(text: string): Set<string> {
  return new Set([...text.matchAll(/"defname":"(\w+)"/g)].map((match) => match[1]!))
}

function isOff(text: string, option: string): boolean {
  return new RegExp(
    `"defname":"${option}","arg":\\{[^}]*"(?:sval|boolval|ival)":(?:"?(?:off|false|no|0)"?|\\{\\})`,
  ).test(text)
}

test('the server refuses each of them in a transaction with 25001, and none of the others', async () => {
  const { url, drop } = await createOnServer()
  const db = await connect(url)
  const refusedInTransaction = async (sql: string) => {
    const error = await db
      .transaction(async (tx) => {
        await tx.script(sql)
        throw new Error('it ran, and shall leave nothing')
      })
      .catch((caught) => caught)
    return error.code === '25001'
  }
  const differing: string[] = []
  for (const sql of alone.filter((each) => !needsMore.has(each)))
    if (!(await refusedInTransaction(sql))) differing.push(sql)
  for (const sql of together) if (await refusedInTransaction(sql)) differing.push(sql)
  await db.close()
  await drop()
  expect(differing).toEqual([])
})

// A subscription that is there, or PostgreSQL 16.
const needsMore: ReadonlySet<string> = new Set([
  'drop subscription s',
  'alter subscription s refresh publication',
  'alter subscription s set publication p',
  'alter subscription s add publication p with (copy_data = false)',
  'cluster (verbose)',
])

test.each([
  ['create index concurrently i on t (a)', { kind: 'create index', index: 'i', table: 't', ifNotExists: false }],
  ['create unique index concurrently "I x" on only s . "T.y" (a)', { index: '"I x"', table: 's."T.y"' }],
  ['create index concurrently if not exists i on t (a)', { index: 'i', table: 't', ifNotExists: true }],
  ['drop index concurrently if exists s.i', { kind: 'drop index', index: 's.i' }],
  ['reindex (verbose) table concurrently s.t', { kind: 'reindex', relation: 's.t' }],
  ['alter table if exists only a.t detach partition b.p concurrently', { table: 'a.t', partition: 'b.p' }],
])('%s names its objects', (sql, expected) => {
  expect(aloneOf(sql)).toMatchObject(expected)
})
