/** Does a value belong to a TypeScript type as the analyser writes it? */
export function conforms(value: unknown, type: string): boolean {
  const check = checks.get(type) ?? readType(type)
  checks.set(type, check)
  return check(value)
}

const checks = new Map<string, Check>()

function readType(type: string): Check {
  const reader = new TypeReader(type)
  const check = reader.union()
  reader.expectEnd()
  return check
}

type Check = (value: unknown) => boolean

const named: Readonly<Record<string, Check>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  never: () => false,
  true: (value) => value === true,
  false: (value) => value === false,
  unknown: () => true,
  Date: (value) => value instanceof Date,
  Uint8Array: (value) => value instanceof Uint8Array,
  JsonValue: isJson,
}

function isJson(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isJson)
  if (isObject(value)) return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson)
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isRange(bound: Check): Check {
  return (value) =>
    isObject(value) &&
    ['[)', '[]', '(]', '()', 'empty'].includes(String(value.bounds)) &&
    [value.lower, value.upper].every((each) => each === null || bound(each))
}

function unquoted(token: string): string {
  return token.startsWith("'") ? token.slice(1, -1).replaceAll(/\\(.)/g, '$1') : token
}

class TypeReader {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(type: string) {
    this.#tokens = type.match(/'(?:\\.|[^'\\])*'|[\p{ID_Continue}$]+|[^\s]/gu) ?? []
  }

  union(): Check {
    const checks = [this.#postfix()]
    while (this.#take('|')) checks.push(this.#postfix())
    return (value) => checks.some((check) => check(value))
  }

  expectEnd(): void {
    if (this.#at < this.#tokens.length) throw new Error(`unread: ${this.#tokens.slice(this.#at).join(' ')}`)
  }

  #postfix(): Check {
    let check = this.#primary()
    while (this.#take('[')) {
      this.#expect(']')
      const element = check
      check = (value) => Array.isArray(value) && value.every(element)
    }
    return check
  }

  #primary(): Check {
    const token = this.#next()
    if (token === '(') return this.#closed(')')
    if (token === '{') return this.#object()
    if (token.startsWith("'")) return (value) => value === unquoted(token)
    if (token === 'Range' && this.#take('<')) return isRange(this.#closed('>'))
    if (token === 'Record' && this.#take('<')) return this.#record()
    const check = named[token]
    if (check === undefined) throw new Error(`unknown type ${token}`)
    return check
  }

  #closed(end: string): Check {
    const check = this.union()
    this.#expect(end)
    return check
  }

  #record(): Check {
    this.#expect('string')
    this.#expect(',')
    const part = this.#closed('>')
    return (value) => isObject(value) && !Array.isArray(value) && Object.values(value).every(part)
  }

  #object(): Check {
    const parts = new Map<string, Check>()
    do {
      const name = unquoted(this.#next())
      this.#expect(':')
      parts.set(name, this.union())
    } while (this.#take(';'))
    this.#expect('}')
    return (value) =>
      isObject(value) &&
      Object.keys(value).every((name) => parts.has(name)) &&
      [...parts].every(([name, check]) => check(value[name]))
  }

  #take(token: string): boolean {
    const found = this.#tokens[this.#at] === token
    if (found) this.#at += 1
    return found
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new Error(`expected ${token}, found ${this.#tokens[this.#at]}`)
  }

  #next(): string {
    return this.#tokens[this.#at++] ?? ''
  }
}
