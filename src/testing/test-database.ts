import { type ConnectOptions, connect, type Database, openMemory } from '../database/index.ts'
import { Clones } from './clones.ts'
import { Cluster } from './cluster.ts'
import { chooseEngine, type EngineOptions } from './engine.ts'
import { patiently } from './patience.ts'
import { type ContentOptions, type Recipe, recipeFrom } from './recipe.ts'
import { sharedServer } from './shared-server.ts'
import { snapshotOf } from './snapshots.ts'

/** Options of `createTestDatabase`. */
export interface TestDatabaseOptions extends EngineOptions, ContentOptions {
  /** How to connect to it. Default: as `connect` does. */
  readonly connect?: ConnectOptions
}

/** A database of a test's own. Closing it drops it. */
export interface TestDatabase extends Database {
  /** Where it is, for programs that connect by themselves; `undefined` when it is embedded, which no other can enter. */
  readonly url: string | undefined
  /** The channels that somebody listens to now. */
  readonly channels: readonly string[]
}

/**
 * A database of one's own, migrated and seeded, in milliseconds: a copy of a template that is built once for each content of
 * migrations and seeds. Throws what migrations and seeds throw, when the template is built.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const [chosen, recipe] = await Promise.all([chooseEngine(options), recipeFrom(options)])
  if (chosen.engine === 'pglite') return openEmbedded(recipe, options.connect)
  return openOnServer(Cluster.at(chosen.server ?? (await sharedServer())), recipe, options.connect)
}

async function openEmbedded(recipe: Recipe | undefined, options: ConnectOptions = {}): Promise<TestDatabase> {
  const database =
    recipe === undefined
      ? await connect('pglite:memory', options)
      : (await openMemory(await snapshotOf(recipe), options)).db
  return Object.assign(database, { url: undefined, ...counted(database) })
}

async function openOnServer(
  cluster: Cluster,
  recipe: Recipe | undefined,
  options: ConnectOptions = {},
): Promise<TestDatabase> {
  const name = await clonesOf(cluster, recipe).take()
  const url = cluster.urlOf(name)
  try {
    const database = await patiently(() => connect(url, { applicationName: 'rowhouse-test', ...options }))
    return Object.assign(database, { url, ...counted(database), close: closing(database, () => cluster.drop(name)) })
  } catch (error) {
    await cluster.drop(name).catch(() => undefined)
    throw error
  }
}

/** `listen`, and the channels on which it is heard. */
function counted(database: Database): Pick<TestDatabase, 'listen' | 'channels'> {
  const listen = database.listen.bind(database)
  const channels: string[] = []
  return {
    channels,
    listen: async (channel, handler) => {
      const stop = await listen(channel, handler)
      channels.push(channel)
      let listening = true
      return async () => {
        if (listening) channels.splice(channels.indexOf(channel), 1)
        listening = false
        await stop()
      }
    },
  }
}

// Closed twice, it is dropped once.
function closing(database: Database, drop: () => Promise<void>): Database['close'] {
  const close = database.close.bind(database)
  let dropped: Promise<void> | undefined
  return async (options) => {
    await close(options)
    dropped ??= drop()
    await dropped
  }
}

const known = new Map<string, Clones>()

function clonesOf(cluster: Cluster, recipe: Recipe | undefined): Clones {
  // The process has nothing left to do, so that nobody will take what was made ahead.
  if (known.size === 0) process.once('beforeExit', () => void closeAll())
  const key = JSON.stringify([cluster.urlOf(''), recipe])
  const clones = known.get(key) ?? new Clones(cluster, recipe)
  known.set(key, clones)
  return clones
}

async function closeAll(): Promise<void> {
  await Promise.allSettled([...known.values()].map((clones) => clones.close()))
}
