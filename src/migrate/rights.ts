import { firstWords, isWord, significantTokens } from '../sql/index.ts'

/**
 * What a role must be, beyond the owner of the objects, to run a statement, as far as its text shows: `superuser`,
 * `superuser, unless the extension is trusted` … `undefined` when nothing special shows.
 */
export function rightsFor(text: string): string | undefined {
  const words = firstWords(text, 4)
  const phrase = words.join(' ')
  const plain = demanding.find(([start]) => phrase === start || phrase.startsWith(`${start} `))
  if (plain !== undefined) return plain[1]
  if (/^(create|alter) (role|user|group)\b/.test(phrase)) return roleRights(text)
  if (words[0] === 'copy' && readsServerFile(text)) return 'superuser, or a member of pg_read_server_files or its like'
  return undefined
}

// From the pages of the commands in the manual, under "Notes" or "Privileges".
const demanding: readonly (readonly [start: string, rights: string])[] = [
  ['alter system', 'superuser'],
  ['create event trigger', 'superuser'],
  ['alter event trigger', 'superuser'],
  ['create tablespace', 'superuser'],
  ['create access method', 'superuser'],
  ['create foreign data wrapper', 'superuser'],
  ['create language', 'superuser, unless the language is trusted'],
  ['create extension', 'superuser, unless the extension is trusted'],
  ['create subscription', 'superuser, or a member of pg_create_subscription'],
  ['create operator class', 'superuser'],
  ['create operator family', 'superuser'],
  ['create text search parser', 'superuser'],
  ['create text search template', 'superuser'],
  ['set session_replication_role', 'superuser'],
  ['set local session_replication_role', 'superuser'],
  ['load', 'superuser, but for libraries in $libdir/plugins'],
  ['create database', 'createdb'],
  ['drop role', 'createrole'],
  ['drop user', 'createrole'],
]

function roleRights(text: string): string {
  const words = [...significantTokens(text)]
  const superuser = words.some((token) => isWord(token, 'superuser', 'replication', 'bypassrls'))
  return superuser ? 'superuser' : 'createrole'
}

function readsServerFile(text: string): boolean {
  const all = [...significantTokens(text)]
  return all.some(
    (token, index) => isWord(all[index - 1], 'from', 'to') && (token.kind === 'string' || isWord(token, 'program')),
  )
}
