import type { Node, Program } from '@babel/types'
import { RowhouseError } from '../../errors/index.ts'

/** A file of TypeScript, read. */
export interface SourceFile {
  /** Relative to the project, with `/`. */
  readonly path: string
  readonly text: string
  readonly program: Program
  /** All nodes below the program. */
  readonly nodes: readonly Node[]
  /** The file that an import of this one means. */
  readonly resolve: Resolve
}

/** Tells the file of the project that is imported by a specifier such as `./columns.ts`. */
export type Resolve = (specifier: string) => SourceFile | undefined

/** A file that is not TypeScript as it stands. */
export interface BrokenFile {
  readonly path: string
  readonly text: string
  readonly message: string
  /** Where the parser gave up, in UTF-16 units from 0. */
  readonly offset: number
}

/** Reads the text of a file; without `resolve` its imports lead nowhere. */
export type Parser = (path: string, text: string, resolve?: Resolve) => SourceFile | BrokenFile

/** Loads the parser of TypeScript. Throws `MISSING_PACKAGE` when it is not installed. */
export async function loadParser(): Promise<Parser> {
  const { parse } = await importParser()
  return (path, text, resolve = () => undefined) => {
    try {
      const { program } = parse(text, {
        sourceType: 'module',
        // What the compiler will refuse anyhow need not keep the queries from being read.
        errorRecovery: true,
        attachComment: false,
        plugins: [
          'typescript',
          'decorators-legacy',
          'decoratorAutoAccessors',
          'explicitResourceManagement',
          ...(path.endsWith('x') ? (['jsx'] as const) : []),
        ],
      })
      return enter({ path, text, program, nodes: nodesBelow(program), resolve })
    } catch (error) {
      if (!isSyntaxError(error)) throw error
      return { path, text, message: error.message.replace(/ \(\d+:\d+\)$/, ''), offset: error.pos }
    }
  }
}

/** The nodes directly below a node. */
export function childrenOf(node: Node): Node[] {
  const values: readonly unknown[] = Object.values(node)
  return values.flatMap((value) => (Array.isArray(value) ? value : [value])).filter(isNode)
}

/** The nodes around a node, the nearest first. */
export function* ancestorsOf(node: Node): Generator<Node> {
  for (let parent = parents.get(node); parent !== undefined; parent = parents.get(parent)) yield parent
}

/** The file in which a node stands. */
export function fileOf(node: Node): SourceFile {
  const program = [...ancestorsOf(node)].at(-1) ?? node
  return files.get(program)!
}

// A node does not know what is around it, nor its file, though names mean what they do because of both.
const parents = new WeakMap<Node, Node>()
const files = new WeakMap<Node, SourceFile>()

function enter(file: SourceFile): SourceFile {
  files.set(file.program, file)
  return file
}

function nodesBelow(program: Program): Node[] {
  const nodes: Node[] = []
  const visit = (node: Node): void => {
    for (const child of childrenOf(node)) {
      parents.set(child, node)
      nodes.push(child)
      visit(child)
    }
  }
  visit(program)
  return nodes
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'loc' in value
}

function isSyntaxError(error: unknown): error is SyntaxError & { readonly pos: number } {
  return error instanceof SyntaxError && 'pos' in error && typeof error.pos === 'number'
}

async function importParser(): Promise<typeof import('@babel/parser')> {
  try {
    return await import('@babel/parser')
  } catch (cause) {
    const message = 'finding the queries in TypeScript needs the package @babel/parser; run `npm install @babel/parser`'
    throw new RowhouseError('MISSING_PACKAGE', message, { cause, facts: { package: '@babel/parser' } })
  }
}
