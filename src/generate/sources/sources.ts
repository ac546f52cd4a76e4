import { type Position, positionAt } from '../../sql/index.ts'
import { type Call, callsIn } from './calls.ts'
import type { BrokenFile, Parser, SourceFile } from './parse.ts'
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

/** Finds the queries in the text of a file. What is no TypeScript as it stands is one refused call. */
export function sourceOf(parser: Parser, path: string, text: string): Source {
  return { path, text, calls: callsOf(parser(path, text)) }
}

/** What a file sends. */
export function callsOf(file: SourceFile | BrokenFile): Call[] {
  return 'program' in file ? callsIn(file) : [refused(file)]
}

/** The line and column in the file of an offset in the text of one of its calls. */
export function positionInFile({ text }: Source, call: Call, offset: number): Position {
  return positionAt(text, call.kind === 'query' ? placeOf(call, offset) : call.offset)
}

function refused({ offset, text, message }: BrokenFile): Call {
  const line = text.split(/\r\n?|\n/)[positionAt(text, offset).line - 1] ?? ''
  const advice = 'no query of this file is checked until it can be read'
  return { kind: 'refused', code: 'UNREADABLE_FILE', offset, text: line.trim(), message: `${message} (${advice})` }
}
