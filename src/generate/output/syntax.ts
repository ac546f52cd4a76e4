/** The text as a template literal, so that the lines of a query stay lines. */
export function literal(text: string): string {
  const escaped = text.replace(/[\\`]/g, '\\$&').replace(/\$\{/g, '\\${').replace(/\r/g, '\\r')
  return text.includes('\n') || text.includes("'") ? `\`${escaped}\`` : quoted(text)
}

/** One member of an object type. */
export function member(name: string, type: string): string {
  return `${isIdentifier(name) ? name : quoted(name)}: ${type}`
}

/** A name as the label of a tuple's element: letters, digits and `_` only, and never a word that TypeScript reserves. */
export function property(name: string): string {
  const cleaned = name.replace(/[^\p{L}\p{N}_$]/gu, '_')
  return /^\p{N}/u.test(cleaned) || cleaned === '' || reserved.has(cleaned) ? `_${cleaned}` : cleaned
}

function isIdentifier(name: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)
}

function quoted(text: string): string {
  return `'${text
    .replace(/[\\']/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')}'`
}

// What cannot be the label of a tuple's element.
const reserved: ReadonlySet<string> = new Set(
  'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with'.split(
    ' ',
  ),
)
