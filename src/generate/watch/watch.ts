import { basename, dirname } from 'node:path'
import { configText, loadConfig, projectFolder } from '../../config/index.ts'
import { messageOf } from '../../errors/index.ts'
import { type Generation, generateFor } from '../generate.ts'
import { type AnalyseOptions, OpenProject } from '../project.ts'
import { isLeftOut } from '../sources/index.ts'
import { Bursts } from './bursts.ts'
import { type Area, FolderWatch } from './folder-watch.ts'

/** Options of `watchProject`. */
export interface WatchOptions extends AnalyseOptions {
  /** Ends the watch. */
  readonly signal: AbortSignal
  /** Hears of the first run, and of each one after it for which there was something new. */
  readonly onRun: (run: WatchRun) => void
}

/** What was done when something had changed. */
export type WatchRun = Timed & (Generation | { readonly error: unknown })

interface Timed {
  /** What changed: files, relative to the project, and the folder of the migrations; all of them in the first run. */
  readonly changed: readonly string[]
  /** From the first sign of the change until the types were written, in milliseconds. */
  readonly ms: number
}

/**
 * Generates the types of the project in a folder, and again whenever its sources, what they import, its migrations or its
 * configuration change, until the signal is given. What is wrong for the moment (a file that does not parse, a migration that
 * fails, a configuration that does not load) is told like everything else, and the watch goes on.
 */
export async function watchProject(from: string, { signal, onRun, ...options }: WatchOptions): Promise<void> {
  const bursts = new Bursts()
  await using watched = new WatchedProject(from, options, () => bursts.event())
  try {
    let began: number | undefined = performance.now()
    while (began !== undefined && !signal.aborted) {
      const run = await watched.run()
      if (run !== undefined) onRun({ ...run, ms: performance.now() - began })
      began = await bursts.next(signal)
    }
  } finally {
    bursts.close()
  }
}

type Outcome = Omit<Timed, 'ms'> & (Generation | { readonly error: unknown })

class WatchedProject implements AsyncDisposable {
  readonly #from: string
  readonly #options: AnalyseOptions
  readonly #onChange: () => void
  readonly #folders: FolderWatch
  #open: OpenProject | undefined
  #config: string | undefined
  #failure: string | undefined

  constructor(from: string, options: AnalyseOptions, onChange: () => void) {
    this.#from = from
    this.#options = options
    this.#onChange = onChange
    this.#folders = new FolderWatch(onChange)
  }

  /** Looks, and writes what is new; `undefined` when nothing is. */
  async run(): Promise<Outcome | undefined> {
    try {
      this.#folders.cover(this.#area())
      const { open, changed } = await this.#reopen()
      this.#folders.cover(this.#area())
      const generation = await generateFor(open)
      // What is imported is known only now, and may have changed since it was read.
      if (this.#folders.cover(this.#area())) this.#onChange()
      // The next change should not wait for the database because nothing was new to it in this run.
      void open.warm()
      return this.#succeeded({ changed: [...changed, ...open.changed], ...generation })
    } catch (error) {
      return this.#failed(error)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#folders.close()
    await this.#open?.[Symbol.asyncDispose]()
  }

  /** The project, opened anew when its configuration is new. */
  async #reopen(): Promise<{ open: OpenProject; changed: readonly string[] }> {
    const config = configText(this.#from)
    if (this.#open !== undefined && config === this.#config) return { open: this.#open, changed: [] }
    const project = await loadConfig(this.#from, { fresh: true })
    const open = await OpenProject.open(project, this.#options)
    await this.#open?.[Symbol.asyncDispose]()
    this.#open = open
    this.#config = config
    return { open, changed: project.file === undefined ? [] : [basename(project.file)] }
  }

  #area(): Area {
    const folders = [projectFolder(this.#from), ...(this.#open?.imported ?? []).map((file) => dirname(file))]
    if (this.#open === undefined) return { trees: [], folders, leftOut: () => false }
    const { sources, migrations } = this.#open.project
    return { trees: [...sources, migrations], folders, leftOut: (folder) => isLeftOut(basename(folder)) }
  }

  #succeeded(outcome: Outcome): Outcome | undefined {
    const isNew = this.#failure !== undefined || outcome.changed.length > 0 || writes(outcome)
    this.#failure = undefined
    return isNew ? outcome : undefined
  }

  /** The failure, unless it has been told already. */
  #failed(error: unknown): Outcome | undefined {
    const failure = messageOf(error)
    if (failure === this.#failure) return undefined
    this.#failure = failure
    return { changed: [], error }
  }
}

function writes(outcome: Outcome): boolean {
  return 'changes' in outcome && outcome.changes.written.length + outcome.changes.removed.length > 0
}
