import { createHash } from 'node:crypto'
import { connect } from '../database/index.ts'
import type { Queryable } from '../query/index.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { type Cluster, disconnectAll } from './cluster.ts'
import { templatePrefix } from './names.ts'
import { patiently } from './patience.ts'
import { prepare, type Recipe } from './recipe.ts'
import { type DatabaseSetting, readSettings } from './settings.ts'

/** A database to copy, and what a copy does not get by itself. */
export interface Template {
  readonly name: string
  readonly settings: readonly DatabaseSetting[]
}

/** The template from which an empty database is made. */
export const emptyTemplate: Template = { name: 'template0', settings: [] }

/**
 * A database that holds what the recipe makes. It is built when it is not there, by one process while the others
 * wait; a half-built one, whose builder was killed, is built anew. Throws what migrations and seeds throw.
 */
export function ensureTemplate(cluster: Cluster, recipe: Recipe): Promise<Template> {
  const name = templateName(recipe, cluster.home)
  return cluster.acquire(async (session) => {
    if (!(await isReady(session, name))) await buildOnce(cluster, session, { name, recipe })
    return { name, settings: await readSettings(session, name) }
  })
}

/** The name of a recipe's template: what it is of, and what is in it. */
export function templateName(recipe: Recipe, home: string): string {
  return `${familyOf(recipe, home)}${recipe.content}`
}

// The templates of one recipe are a family of which the newest are kept. The advisory lock that keeps builders apart belongs to
// one database of the server, so that those who come from different ones must not build the same template.
function familyOf({ folder, migrations, kinds }: Recipe, home: string): string {
  const family = createHash('sha256').update(JSON.stringify([folder, migrations, kinds, home]))
  return `${templatePrefix}${family.digest('hex').slice(0, 8)}_`
}

// A template is complete when nobody can connect to it any more; that is set last, and at once.
async function isReady(session: Queryable, name: string): Promise<boolean> {
  const found = await session.maybeOne<{ ready: boolean }>(
    `select datistemplate and not datallowconn as ready
     from pg_database
     where datname = $1`,
    [name],
  )
  return found?.ready ?? false
}

interface Plan {
  readonly name: string
  readonly recipe: Recipe
}

// The lock ends with the session, and so with its builder, however that ends.
async function buildOnce(cluster: Cluster, session: Queryable, plan: Plan): Promise<void> {
  await session.query('select pg_advisory_lock(hashtextextended($1, 0))', [plan.name])
  if (!(await isReady(session, plan.name))) await build(cluster, session, plan)
}

async function build(cluster: Cluster, session: Queryable, { name, recipe }: Plan): Promise<void> {
  await cluster.drop(name, session)
  await cluster.create(name, emptyTemplate.name, session)
  try {
    await fill(cluster.urlOf(name), recipe)
    await finish(session, name)
  } catch (error) {
    await cluster.drop(name, session).catch(() => undefined)
    throw error
  }
  await dropOlder(cluster, session, familyOf(recipe, cluster.home))
}

async function fill(url: string, recipe: Recipe): Promise<void> {
  await using db = await patiently(() => connect(url, { maxConnections: 3, applicationName: 'rowhouse-testing' }))
  await prepare(db, recipe)
}

async function finish(session: Queryable, name: string): Promise<void> {
  await disconnectAll(session, name)
  await session.script(`alter database ${quoteIdentifier(name)} allow_connections false is_template true`)
}

const kept = 3

// An older one may still be wanted by a run that began before the change, or by another branch in the same folder; should it be
// missed, it is built again.
async function dropOlder(cluster: Cluster, session: Queryable, family: string): Promise<void> {
  const older = await session.many<{ name: string }>(
    `select datname as name
     from pg_database
     where starts_with(datname, $1)
     order by oid desc
     offset ${kept}`,
    [family],
  )
  for (const { name } of older) await dropTemplate(cluster, session, name).catch(() => undefined)
}

async function dropTemplate(cluster: Cluster, session: Queryable, name: string): Promise<void> {
  await session.script(`alter database ${quoteIdentifier(name)} is_template false`)
  await cluster.drop(name, session)
}
