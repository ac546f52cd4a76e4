/** Does the server refuse a statement that it had prepared before, because what it was prepared for is no longer so? */
export function isOutOfDate(error: unknown): boolean {
  const code = stateOf(error)
  // 0A000: its columns have changed. 26000: somebody has deallocated it. XX000: a type in it was dropped. Class 42: a name or a
  // type in it is another one now.
  return code === '0A000' || code === '26000' || code === 'XX000' || code.startsWith('42')
}

/** Has the session forgotten all that was prepared in it? */
export function isDeallocated(error: unknown): boolean {
  return stateOf(error) === '26000'
}

/** Is the name of a statement that was just prepared somebody else's (42P05) or gone (26000), as behind a pooler? */
export function isShared(error: unknown): boolean {
  const code = stateOf(error)
  return code === '42P05' || code === '26000'
}

function stateOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}
