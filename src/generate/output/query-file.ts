import { posix, relative, sep } from 'node:path'
import { groupBy } from './group.ts'
import { literal, member, property } from './syntax.ts'

/** A column or a parameter: its TypeScript type without null, and whether null can be there. */
export interface TypedName {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
}

/** A query of a source file, with the types that PostgreSQL's analyser gave it. */
export interface TypedQuery {
  /** The source file, relative to the project's folder, with `/`. */
  readonly file: string
  readonly line: number
  readonly text: string
  readonly columns: readonly TypedName[]
  readonly params: readonly TypedName[]
  /** Whether no call ever sends it, so that it answers nothing. Default: false. */
  readonly impossible?: boolean
}

/** A file to be written: its path relative to the folder of generated files, and its content. */
export interface GeneratedFile {
  readonly path: string
  readonly content: string
}

/** Where the generated folder lies. */
export interface Layout {
  /** The project's folder. */
  readonly folder: string
  /** The folder of generated files. */
  readonly generated: string
}

/** What every generated file begins with; a file without it is never replaced or removed. */
export const header = '// Written by `rowhouse generate`'

/** One file per source file, by path: the texts of its queries and the types of their rows and parameters. */
export function renderQueries(queries: readonly TypedQuery[], layout: Layout): GeneratedFile[] {
  const files = groupBy(queries.toSorted(byPlace), ({ file }) => targetOf(file))
  return [...files].map(([path, found]) => ({ path, content: renderFile(path, found, layout) }))
}

function byPlace(a: TypedQuery, b: TypedQuery): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  if (a.line !== b.line) return a.line - b.line
  return a.text < b.text ? -1 : 1
}

/** `src/people/repository.tsx` → `src/people/repository.ts`: its place below the folder of generated files. */
function targetOf(file: string): string {
  return file.replace(/\.[cm]?tsx?$/, '.ts')
}

function renderFile(path: string, queries: readonly TypedQuery[], layout: Layout): string {
  const sources = [...new Set(queries.map(({ file }) => file))].join(' and ')
  const texts = groupBy(queries, ({ text }) => text)
  const entries = [...texts.values()].map(([query]) => renderQuery(query!))
  const comment = `${header} from ${sources}. Run it again instead of editing this.`
  return renderModule(comment, 'Queries', entries.join('\n'), path, layout)
}

/** A module that adds `body` to an interface of the library, with the imports that the types in it need. */
export function renderModule(comment: string, name: string, body: string, path: string, layout: Layout): string {
  const used = ['JsonValue', 'Range'].filter((type) => new RegExp(`\\b${type}\\b`).test(body))
  const imports = used.length === 0 ? `import 'rowhouse'` : `import type { ${used.join(', ')} } from 'rowhouse'`
  const located = relocateImports(body, path, layout)
  return `${comment}\n${imports}\n\ndeclare module 'rowhouse' {\n  interface ${name} {\n${located}\n  }\n}\n`
}

// Without the line of its call: a line added above it would make the committed file stale.
function renderQuery({ text, columns, params, impossible }: TypedQuery): string {
  return [
    ...(impossible ? ['    /** Never sent, since a variable has one value. */'] : []),
    `    [${literal(text)}]: {`,
    `      row: ${impossible ? 'never' : renderRow(columns)}`,
    `      params: readonly [${params.map(renderParameter).join(', ')}]`,
    '    }',
  ].join('\n')
}

function renderRow(columns: readonly TypedName[]): string {
  if (columns.length === 0) return 'Record<never, never>'
  return `{ ${columns.map((column) => member(column.name, orNull(column))).join('; ')} }`
}

function renderParameter(parameter: TypedName): string {
  const { type, ...rest } = parameter
  // Nobody writes into what is sent.
  return `${property(parameter.name)}: ${orNull({ ...rest, type: type.endsWith('[]') ? `readonly ${type}` : type })}`
}

/** The type of a value that may be null. */
export function orNull({ type, nullable }: Pick<TypedName, 'type' | 'nullable'>): string {
  if (!nullable || type === 'null' || type === 'unknown') return type
  return `${/=>/.test(type) ? `(${type})` : type} | null`
}

// `import('./src/sets.ts').PlannedSet` in the configuration is meant from the project's folder.
function relocateImports(body: string, path: string, { folder, generated }: Layout): string {
  const here = posix.dirname(posix.join(slashes(relative(folder, generated)), path))
  return body.replace(/import\('(\.[^']*)'\)/g, (_, target: string) => {
    const moved = posix.relative(here, posix.normalize(target))
    return `import('${moved.startsWith('.') ? moved : `./${moved}`}')`
  })
}

function slashes(path: string): string {
  return path.split(sep).join('/')
}
