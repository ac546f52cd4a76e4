import { existsSync, type FSWatcher, readdirSync, statSync, watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { messageOf, RowhouseError } from '../../errors/index.ts'

/** What is to be watched. What does not exist is watched for in the nearest folder above that does. */
export interface Area {
  /** Folders with all that is below them. */
  readonly trees: readonly string[]
  /** Folders alone. */
  readonly folders: readonly string[]
  /** Whether a folder in a tree is passed over, with all below it. */
  readonly leftOut: (folder: string) => boolean
}

/**
 * Hears that something in folders may have changed; what, is for the listener to look. Each folder has a watcher of its own,
 * because the recursive one of Node loses files on Linux that are made soon after their folder.
 */
export class FolderWatch {
  readonly #onChange: () => void
  readonly #watched = new Map<string, Watched>()

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /**
   * Watches this area and nothing else; answers whether a folder is watched that was not before, in which something may
   * have happened unheard. Throws `WATCH_FAILED` when the system refuses.
   */
  cover(area: Area): boolean {
    const before = new Set([...this.#watched.values()])
    const wanted = new Set<string>()
    for (const tree of area.trees) this.#coverTree(tree, area, wanted)
    for (const folder of area.folders) this.#coverFolder(folder, wanted)
    for (const path of this.#watched.keys()) if (!wanted.has(path)) this.#drop(path)
    return [...this.#watched.values()].some((watched) => !before.has(watched))
  }

  close(): void {
    for (const path of this.#watched.keys()) this.#drop(path)
  }

  #coverTree(folder: string, area: Area, wanted: Set<string>): void {
    // First the watcher, then the list: what is made in between is heard or listed.
    if (!this.#coverFolder(folder, wanted)) return
    for (const below of foldersIn(folder)) if (!area.leftOut(below)) this.#coverTree(below, area, wanted)
  }

  /** Whether it is there. */
  #coverFolder(folder: string, wanted: Set<string>): boolean {
    const identity = identityOf(folder)
    if (identity === undefined) {
      if (dirname(folder) !== folder) this.#coverFolder(dirname(folder), wanted)
      return false
    }
    wanted.add(folder)
    if (this.#watched.get(folder)?.identity === identity) return true
    this.#drop(folder)
    this.#watch(folder, identity)
    return true
  }

  #watch(folder: string, identity: string): void {
    try {
      const watcher = watch(folder, { persistent: true }, () => this.#onChange())
      // A folder that goes away is an error on some systems, and heard of in the folder above on all.
      watcher.on('error', () => this.#onChange())
      this.#watched.set(folder, { identity, watcher })
    } catch (cause) {
      if (existsSync(folder)) throw refused(folder, cause)
    }
  }

  #drop(folder: string): void {
    this.#watched.get(folder)?.watcher.close()
    this.#watched.delete(folder)
  }
}

interface Watched {
  /** Tells the folder from another that has taken its place. */
  readonly identity: string
  readonly watcher: FSWatcher
}

function identityOf(folder: string): string | undefined {
  const found = statSync(folder, { throwIfNoEntry: false })
  return found?.isDirectory() ? `${found.dev} ${found.ino} ${found.birthtimeMs}` : undefined
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))
  } catch {
    return []
  }
}

function refused(folder: string, cause: unknown): RowhouseError {
  const advice =
    'let more be watched (on Linux: `sysctl fs.inotify.max_user_watches`), or name fewer folders as `sources`'
  const message = `the folder ${folder} cannot be watched (${messageOf(cause)}); ${advice}`
  return new RowhouseError('WATCH_FAILED', message, { cause, facts: { folder } })
}
