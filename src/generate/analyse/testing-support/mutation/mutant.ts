import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createViteServer } from 'vitest/node'
import type * as claims from '../../claims.ts'

/** One wrong rule, planted by replacing a text of the analyser that occurs exactly once. */
export interface Fault {
  /** What the analyser then believes. */
  readonly belief: string
  readonly file: string
  readonly text: string
  readonly replacement: string
}

/** The analyser's decisions; the part of it that reads from a database stays as it is. */
export type Decisions = Pick<typeof claims, 'claimsOf'>

const folder = resolve(import.meta.dirname, '../..')

/** Loads the analyser with faults, each time as modules of their own beside the sound one. */
export class Mutants {
  readonly #server: Awaited<ReturnType<typeof createViteServer>>
  readonly #faults: readonly Fault[]

  private constructor(server: Awaited<ReturnType<typeof createViteServer>>, faults: readonly Fault[]) {
    this.#server = server
    this.#faults = faults
  }

  static async open(faults: readonly Fault[]): Promise<Mutants> {
    const server = await createViteServer({
      configFile: false,
      root: folder,
      logLevel: 'error',
      appType: 'custom',
      optimizeDeps: { noDiscovery: true },
      server: { middlewareMode: true, hmr: false, ws: false, watch: null },
      plugins: [planting(faults)],
    })
    return new Mutants(server, faults)
  }

  /** The decisions of an analyser that has that fault. */
  async load(fault: Fault): Promise<Decisions> {
    const module = await this.#server.ssrLoadModule(`${folder}/claims.ts?mutant=${this.#faults.indexOf(fault)}`)
    return module as Decisions
  }

  close(): Promise<void> {
    return this.#server.close()
  }
}

type Plugins = NonNullable<NonNullable<Parameters<typeof createViteServer>[0]>['plugins']>

/** What a mutant imports from the analyser's folder is of the same mutant. */
function planting(faults: readonly Fault[]): Plugins[number] {
  return {
    name: 'planting',
    enforce: 'pre',
    resolveId(source, importer) {
      const mutant = importer?.match(/\?mutant=\d+$/)?.[0]
      const target = mutant === undefined ? undefined : resolve(importer!, '..', source)
      return target?.startsWith(`${folder}/`) ? target + mutant : undefined
    },
    load(id) {
      const [path = '', number] = id.split('?mutant=')
      return number === undefined ? undefined : planted(path, faults[Number(number)]!)
    },
  }
}

function planted(path: string, fault: Fault): string {
  const source = readFileSync(path, 'utf8')
  return path === `${folder}/${fault.file}` ? withFault(source, fault) : source
}

/** Puts the fault into a file. Throws if the text that it replaces does not occur exactly once. */
export function withFault(source: string, { file, text, replacement }: Fault): string {
  const parts = source.split(text)
  if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times instead of once: ${text}`)
  return parts.join(replacement)
}
