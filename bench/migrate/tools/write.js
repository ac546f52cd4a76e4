import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A version that every tool takes for one: milliseconds, from the first day of 2026 on. */
export function versionOf({ version }) {
  return 1_767_225_600_000 + version
}

/** Writes a file as the migration's editor would save it. */
export function save(path, text, { save: change = (bytes) => bytes }) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, change(Buffer.from(text)))
}

/** The path of a file beside this folder. */
export function beside(path) {
  return fileURLToPath(new URL(`../${path}`, import.meta.url))
}
