import { readFile } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import { type Position, positionAt } from '../../sql/index.ts'
import { type Call, callsIn } from './calls.ts'
import { type FileOptions, listFiles } from './files.ts'
import { type BrokenFile, loadParser, type Parser } from './parse.ts'
import { placeOf } from './placed-text.ts'

/** A file of the project in which queries were looked for. */
export interface Source {
  /** Relative to the project, with `/`. */
  readonly path: string
  readonly text: string
  /** What it sends, in its order. */
  readonly calls: readonly Call[]
}

/** The folders to read, and the folder to which paths are relative. */
export interface SourceFolders {
  readonly folder: string
  readonly sources: readonly string[]
}

/**
 * Finds the queries in the TypeScript files of a project. Throws `INVALID_CONFIG` for a folder that cannot be read, and
 * `MISSING_PACKAGE` when the parser is not installed.
 */
export async function readSources({ folder, sources }: SourceFolders, options: FileOptions = {}): Promise<Source[]> {
  const parser = await loadParser()
  const files = await listFiles(sources, options)
  return Promise.all(
    files.map(async (file) => sourceOf(parser, relative(folder, file).replaceAll(sep, '/'), await readText(file))),
  )
}

/** Finds the queries in the text of a file. What is no TypeScript as it stands is one refused call. */
export function sourceOf(parser: Parser, path: string, text: string): Source {
  const file = parser(path, text)
  return { path, text, calls: 'parents' in file ? callsIn(file) : [refused(file)] }
}

/** The line and column in the file of an offset in the text of one of its calls. */
export function positionInFile({ text }: Source, call: Call, offset: number): Position {
  return positionAt(text, call.kind === 'query' ? placeOf(call, offset) : call.offset)
}

async function readText(file: string): Promise<string> {
  // Editors do not count a byte order mark as a character of the first line.
  return (await readFile(file, 'utf8')).replace(/^\ufeff/, '')
}

function refused({ offset, text, message }: BrokenFile): Call {
  const line = text.split(/\r\n?|\n/)[positionAt(text, offset).line - 1] ?? ''
  const advice = 'no query of this file is checked until it can be read'
  return { kind: 'refused', code: 'UNREADABLE_FILE', offset, text: line.trim(), message: `${message} (${advice})` }
}
