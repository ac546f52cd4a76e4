import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A folder of migrations for one test. */
export interface Folder extends AsyncDisposable {
  readonly path: string
  /** Writes a file below the folder, with the folders that it needs. */
  write(name: string, content: string | Uint8Array): Promise<void>
  /** Writes a migration; without `down` it has no `down.sql`. */
  add(name: string, up: string, down?: string): Promise<void>
  /** Deletes a file or folder. */
  remove(name: string): Promise<void>
}

/** Makes an empty folder that is deleted at the end of the test. */
export async function emptyFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'rowhouse-migrations-'))
  const write = async (name: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), content)
  }
  return {
    path,
    write,
    add: async (name, up, down) => {
      await write(`${name}/up.sql`, up)
      if (down !== undefined) await write(`${name}/down.sql`, down)
    },
    remove: (name) => rm(join(path, name), { recursive: true }),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}
