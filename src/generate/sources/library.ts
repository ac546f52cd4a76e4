import { readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { header } from '../output/index.ts'
import { readAliases } from './aliases.ts'
import { type FileOptions, listFiles } from './files.ts'
import { type BrokenFile, loadParser, type Parser, type SourceFile } from './parse.ts'
import { type Aliases, candidates } from './resolve.ts'
import { callsOf, type Source, type SourceFolders } from './sources.ts'

/** The files of a project, each read and parsed once until it changes. */
export class Library {
  readonly #folders: SourceFolders
  readonly #options: FileOptions
  readonly #parser: Parser
  readonly #files = new Map<string, KnownFile>()
  readonly #sources = new Map<string, KnownSource>()
  #aliases: Aliases = {}
  #listed: ReadonlySet<string> = new Set()
  #changed: readonly string[] = []
  /** Files that were written by `generate`, whose changes are nobody's news. */
  readonly #generated = new Set<string>()
  /** The paths that the source which is being read depends on. */
  #needs = new Set<string>()

  constructor(parser: Parser, folders: SourceFolders, options: FileOptions) {
    this.#parser = parser
    this.#folders = folders
    this.#options = options
  }

  /** Throws `MISSING_PACKAGE` when the parser is not installed. */
  static async open(folders: SourceFolders, options: FileOptions = {}): Promise<Library> {
    return new Library(await loadParser(), folders, options)
  }

  /**
   * The sources as they are now: those that changed, and those that import from them, are read anew. Throws `INVALID_CONFIG` for
   * a folder that cannot be read.
   */
  async read(): Promise<Source[]> {
    const { folder, sources } = this.#folders
    const files = await listFiles(sources, this.#options)
    const paths = files.map((file) => relative(folder, file).replaceAll(sep, '/'))
    const changed = this.#forgetChanged()
    this.#readAliases()
    const found = paths.map((path) => this.#source(path)).filter((source) => source !== undefined)
    const added = [...changed, ...differing(new Set(paths), this.#listed)].filter((path) => !this.#generated.has(path))
    this.#changed = [...new Set(added)].toSorted()
    this.#listed = new Set(paths)
    return found
  }

  /** The paths of the files that were other, new or gone when the sources were read last. */
  get changed(): readonly string[] {
    return this.#changed
  }

  /** The files that the sources import, or would if they were there. */
  get imported(): string[] {
    const paths = [...this.#sources.values()].flatMap(({ needs }) => [...needs])
    return [...new Set(paths)].map((path) => join(this.#folders.folder, path))
  }

  #forgetChanged(): ReadonlySet<string> {
    const changed = new Set<string>()
    for (const [path, known] of this.#files) {
      const now = this.#look(path, known)
      if (now.text !== known.text) changed.add(path)
      this.#files.set(path, now.text === known.text ? { ...known, ...now } : now)
    }
    for (const [path, { needs }] of this.#sources) {
      if (changed.has(path) || [...needs].some((need) => changed.has(need))) this.#sources.delete(path)
    }
    return changed
  }

  #readAliases(): void {
    const aliases = readAliases(this.#text('tsconfig.json'))
    if (JSON.stringify(aliases) !== JSON.stringify(this.#aliases)) this.#sources.clear()
    this.#aliases = aliases
  }

  #source(path: string): Source | undefined {
    const known = this.#sources.get(path)
    if (known !== undefined) return known.source
    this.#needs = new Set()
    const source = this.#readSource(path)
    if (source !== undefined) this.#sources.set(path, { source, needs: this.#needs })
    return source
  }

  #readSource(path: string): Source | undefined {
    const text = this.#text(path)
    // Removed since the folder was listed.
    if (text === undefined) return undefined
    if (text.startsWith(header)) {
      this.#generated.add(path)
      return { path, text, calls: [] }
    }
    this.#generated.delete(path)
    return { path, text, calls: callsOf(this.#parsed(path)!) }
  }

  #resolve(specifier: string, importer: string): SourceFile | undefined {
    for (const path of candidates(specifier, importer, this.#aliases)) {
      this.#needs.add(path)
      const file = this.#parsed(path)
      if (file !== undefined) return 'program' in file ? file : undefined
    }
    return undefined
  }

  #parsed(path: string): SourceFile | BrokenFile | undefined {
    const text = this.#text(path)
    const known = this.#files.get(path)!
    if (text === undefined || known.parsed !== undefined) return known.parsed
    const parsed = this.#parser(path, text, (specifier) => this.#resolve(specifier, path))
    this.#files.set(path, { ...known, parsed })
    return parsed
  }

  #text(path: string): string | undefined {
    const known = this.#files.get(path) ?? this.#look(path)
    this.#files.set(path, known)
    return known.text
  }

  /** A file as it is now; its text is not read again where the time of its last change says that it need not be. */
  #look(path: string, known?: KnownFile): KnownFile {
    const file = join(this.#folders.folder, path)
    const now = stampOf(file)
    if (known?.settled && now.stamp === known.stamp) return known
    return { ...now, text: now.stamp && textOf(file) }
  }
}

function differing(one: ReadonlySet<string>, other: ReadonlySet<string>): string[] {
  return [...[...one].filter((path) => !other.has(path)), ...[...other].filter((path) => !one.has(path))]
}

interface KnownFile {
  /** Its inode, size and the time of its last change; absent when there is no such file. */
  readonly stamp: string | undefined
  /** Whether a change after the one that the stamp tells of would surely have another stamp. */
  readonly settled: boolean
  readonly text: string | undefined
  readonly parsed?: SourceFile | BrokenFile
}

interface KnownSource {
  readonly source: Source
  readonly needs: ReadonlySet<string>
}

// File systems count time in steps, some of two seconds: two changes within one look like one.
const step = 2000

function stampOf(file: string): Pick<KnownFile, 'stamp' | 'settled'> {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found?.isFile()) return { stamp: undefined, settled: true }
  const { ino, size, mtimeMs, ctimeMs } = found
  return { stamp: `${ino} ${size} ${mtimeMs} ${ctimeMs}`, settled: Date.now() - ctimeMs > step }
}

function textOf(file: string): string | undefined {
  try {
    // Editors do not count a byte order mark as a character of the first line.
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  } catch {
    return undefined
  }
}
