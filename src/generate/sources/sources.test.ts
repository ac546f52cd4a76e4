// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are programs, whose templates are meant
import { describe, expect, test } from 'vitest'
import { loadParser } from './parse.ts'
import { positionInFile, type Source, sourceOf } from './sources.ts'

const parser = await loadParser()

function read(text: string, path = 'src/file.ts'): Source {
  return sourceOf(parser, path, text)
}

/** The texts that a file sends. */
function texts(text: string, path?: string): string[] {
  return read(text, path).calls.map((call) => (call.kind === 'query' ? call.text : `${call.kind}!`))
}

/** Why calls of a file are not checked. */
function reasons(text: string): string[] {
  return read(text).calls.flatMap((call) => (call.kind === 'unchecked' ? [call.reason] : []))
}

/** `line:column` in the file of a word of the only query. */
function placeOf(word: string, text: string): string {
  const source = read(text)
  const [call] = source.calls
  const { line, column } = positionInFile(source, call!, call?.kind === 'query' ? call.text.indexOf(word) : 0)
  return `${line}:${column}`
}

describe('a query is found', () => {
  test.each([
    [
      'in each method',
      `db.query('select 1 as a'); db.execute('select 2'); db.stream('select 3')`,
      ['select 1 as a', 'select 2', 'select 3'],
    ],
    [
      'in one, maybeOne and many',
      `db.one('select 1'); db.maybeOne('select 2'); db.many('select 3')`,
      ['select 1', 'select 2', 'select 3'],
    ],
    [
      'on any receiver',
      `store.many('select 1'); pool().one('select 2'); (await open()).one('select 3')`,
      ['select 1', 'select 2', 'select 3'],
    ],
    ['with a type argument', `const rows = await db.many<Row>('select 1', [id])`, ['select 1']],
    ['behind optional chaining', `db?.many?.('select 1'); this.world?.db.one('select 2')`, ['select 1', 'select 2']],
    ['behind a non-null assertion', `db!.many('select 1')`, ['select 1']],
    ['by a computed name', `db['many']('select 1')`, ['select 1']],
    [
      'in a class',
      `class Users { readonly #db: Database\n async find() { return this.#db.one('select 1') } }`,
      ['select 1'],
    ],
    ['in an arrow function of a default', `function f(g = (tx) => tx.one('select 1')) {}`, ['select 1']],
    ['inside the arguments of another', `db.many('select 1', [await db.one('select 2')])`, ['select 1', 'select 2']],
    [
      'with decorators and private fields',
      `@Injectable() class A { constructor(@Inject() private db: Database) {}\n #x = this.db.one('select 1') }`,
      ['select 1'],
    ],
    ['in a for await loop', `for await (const row of db.stream('select 1')) console.log(row)`, ['select 1']],
    ['beside using', `await using db = await connect()\nawait db.one('select 1')`, ['select 1']],
    [
      'in parentheses and with a cast',
      `db.one(('select 1' as const)); db.one('select 2' satisfies string)`,
      ['select 1', 'select 2'],
    ],
  ])('%s', (_, text, expected) => {
    expect(texts(text)).toEqual(expected)
  })

  test('in a file with JSX', () => {
    expect(texts(`export const Page = () => <p title="x">{db.many('select 1')}</p>`, 'src/page.tsx')).toEqual([
      'select 1',
    ])
  })

  test('though the compiler has something to say', () => {
    expect(texts(`const a = 1\nconst a = 2\ndb.one('select 1')`)).toEqual(['select 1'])
  })
})

describe('a text is', () => {
  test.each([
    [
      'a string with escapes',
      String.raw`db.one('select \'it\\\'s\', "\u00e9\u{1F600}\x41\t\0"')`,
      [`select 'it\\'s', "é😀A\t\0"`],
    ],
    ['a string over two lines', `db.one('select \\\n 1')`, ['select  1']],
    ['a template', 'db.one(`select\n  1`)', ['select\n  1']],
    ['a template of a file with CRLF', 'db.one(`select\r\n  1`)\r\n', ['select\n  1']],
    ['a sum', `db.one('select ' + "1 " + \`as a\`)`, ['select 1 as a']],
    ['a constant', `const text = 'select 1'\ndb.one(text)`, ['select 1']],
    ['an exported constant below', `db.one(text)\nexport const text = 'select 1'`, ['select 1']],
    [
      'a template with a constant',
      'const columns = `id, name`\ndb.one(`select ${columns} from users`)',
      ['select id, name from users'],
    ],
    ['a template in a template', 'const a = 1 as const\ndb.one(`select ${`${a} as ${"b"}`}`)', ['select 1 as b']],
    [
      'a template with a number',
      'const size = 20\ndb.one(`select 1 limit ${size} offset ${0x10}`)',
      ['select 1 limit 20 offset 16'],
    ],
    ['a part of a constant object', "const sql = { find: 'select 1' } as const\ndb.one(sql.find)", ['select 1']],
    ['a part taken out of one', "const { find: text } = { find: 'select 1' } as const\ndb.one(text)", ['select 1']],
    ['a readonly field', "class A { readonly #find = 'select 1'\n f(db) { db.one(this.#find) } }", ['select 1']],
  ])('%s', (_, text, expected) => {
    expect(texts(text)).toEqual(expected)
  })

  test('what the nearest declaration of its name says', () => {
    const inner = "const text = 'select 1'\nfunction f() { const text = 'select 2'; return db.one(text) }\ndb.one(text)"
    expect(texts(inner)).toEqual(['select 2', 'select 1'])
  })

  test.each([
    ['a parameter', "const text = 'select 1'\nfunction f(text: string) { return db.one(text) }"],
    ['a caught error', "const text = 'select 1'\ntry {} catch (text) { db.one(text) }"],
    ['a variable of a loop', "const text = 'select 1'\nfor (const text of texts) db.one(text)"],
    [
      'a var of the function',
      "const text = 'select 1'\nfunction f() { if (x) { var text = y }\n return db.one(text) }",
    ],
    ['a destructured parameter', "const text = 'select 1'\nconst f = ({ text }) => db.one(text)"],
    ['a parameter of a method', "const text = 'select 1'\nclass A { f(text: string) { return this.db.one(text) } }"],
    ['a function', "const text = 'select 1'\nfunction f() { function text() {}\n return db.one(text) }"],
    ['a case of a switch', "const text = 'select 1'\nswitch (x) { case 1: let text = y; db.one(text) }"],
    ['the rest of an array', "const text = 'select 1'\nconst f = ([, ...text]) => db.one(text)"],
  ])('not what %s hides', (_, text) => {
    expect(texts(text)).toEqual(['unchecked!'])
  })
})

describe('a choice of texts is all of them', () => {
  const all = ['select a', 'select b']

  test.each([
    ['a parameter', 'function f(c: "a" | "b") { db.one(`select ${c}`) }'],
    ['a named union', 'type C = "a" | "b"\nconst f = (c: C) => db.one(`select ${c}`)'],
    ['a union of named ones', 'export type C = A | ("b")\ntype A = "a"\nlet c: C = "a"\ndb.one(`select ${c}`)'],
    ['a type parameter', 'function f<C extends "a" | "b">(c: C) { db.one(`select ${c}`) }'],
    ['an element of a constant array', 'const cs = ["a", "b"] as const\ndb.one(`select ${x as (typeof cs)[number]}`)'],
    [
      'a key of a constant object',
      'const cs = { a: 1, b: 2 } as const\nfunction f(c: keyof typeof cs) { db.one(`select ${c}`) }',
    ],
    [
      'a value of a constant object',
      'const cs = { x: "a", y: "b" } as const\nfunction f(c: "x" | "y") { db.one(`select ${cs[c]}`) }',
    ],
    ['a condition', 'db.one(`select ${x ? "a" : "b"}`)'],
    ['a condition between whole texts', 'db.one(x ? "select a" : "select b")'],
    ['a constant with a condition', 'const c = x ? "a" : "b"\ndb.one("select " + c)'],
    ['a destructured parameter', 'function f({ c }: { readonly c: "a" | "b" }) { db.one(`select ${c}`) }'],
    [
      'a property of an interface',
      'interface O { c: "a" | "b" }\nfunction f(o: Readonly<O>) { db.one(`select ${o.c}`) }',
    ],
    [
      'a property with a default',
      'interface O { c?: "a" | "b" }\nfunction f({ c = "a" }: O = {}) { db.one(`select ${c}`) }',
    ],
    [
      'what stands in for one that is missing',
      'function f({ c }: { c?: "a" | null }) { db.one(`select ${c ?? "b"}`) }',
    ],
    ['a field', 'class A { c: "a" | "b" = "a"\n f(db) { db.one(`select ${this.c}`) } }'],
  ])('%s', (_, text) => {
    expect(texts(text)).toEqual(all)
  })

  test('of two variables, each with each', () => {
    const text = 'function f(c: "a" | "b", d: "asc" | "desc") { db.one(`select 1 order by ${c} ${d}`) }'
    expect(texts(text)).toEqual(['a asc', 'a desc', 'b asc', 'b desc'].map((tail) => `select 1 order by ${tail}`))
  })

  test('in which a variable has one value', () => {
    const sent = ['select a from t group by a', 'select b from t group by b']
    expect(texts('function f(c: "a" | "b") { db.one(`select ${c} from t group by ${c}`) }')).toEqual(
      expect.arrayContaining(sent),
    )
    const ofProperty = texts('function f(o: { c: "a" | "b" }) { db.one(`select ${o.c} from t group by ${o.c}`) }')
    expect(ofProperty.filter((text) => text !== 'impossible!')).toEqual(sent)
  })

  test('and beside them the texts that only the compiler thinks possible, save those that are sent after all', () => {
    const impossible = (text: string) =>
      read(text).calls.flatMap((call) => (call.kind === 'impossible' ? [call.text] : []))
    expect(impossible('function f(c: "a" | "b") { db.one(`select ${c} from t group by ${c}`) }')).toEqual([
      'select a from t group by b',
      'select b from t group by a',
    ])
    expect(impossible('function f(c: "" | " ") { db.one(`select 1 ${c}${c}as a`) }')).toEqual(['select 1  as a'])
    expect(impossible('function f(c: "a" | "aa") { db.one(`select ${c}${c}, ${c}`) }')).not.toContain('select aa, a')
  })

  test('of which each says what it was chosen for', () => {
    const [, call] = read('function f(c: "a" | "b") { db.one(`select ${c}`) }').calls
    expect(call).toMatchObject({ kind: 'query', choices: [{ name: 'c', value: 'b' }] })
  })

  test('up to 64, beyond which the call is refused', () => {
    const eight = [...'abcdefgh'].map((letter) => `"${letter}"`).join(' | ')
    const call = 'db.one(`select ${c}, ${d}${e}`)'
    expect(texts(`function f(c: ${eight}, d: ${eight}, e: "") { ${call} }`)).toHaveLength(64)
    expect(read(`function f(c: ${eight}, d: ${eight}, e: "" | "1") { ${call} }`).calls).toEqual([
      expect.objectContaining({
        kind: 'refused',
        text: '`select ${c}, ${d}${e}`',
        message: expect.stringContaining('make more than 64 texts'),
      }),
    ])
  })
})

describe('a call is told as not checked', () => {
  test.each([
    ['a string', 'function f(c: string) { db.one(`select ${c}`) }', 'c'],
    ['a union with string', 'function f(c: "a" | string) { db.one(`select ${c}`) }', 'c'],
    ['a union with undefined', 'function f(c: "a" | undefined) { tx.one(`select ${c}`) }', 'c'],
    ['a property that may be missing', 'function f({ c }: { c?: "a" }) { db.one(`select ${c}`) }', 'c'],
    ['an import', 'import { text } from "./x.ts"\nthis.db.one(text)', 'text'],
    ['a variable that may change', 'let text = "select 1"\ndb.one(text)', 'text'],
    ['an object that may change', 'const sql = { find: "select 1" }\ndb.one(sql.find)', 'sql.find'],
    ['the result of a call', 'connection.one(build(x))', 'build(x)'],
    ['a tagged template', 'handle.one(sql`select 1`)', 'sql`select 1`'],
    ['a spread', 'db.one(...query)', '...query'],
    ['a sum of numbers', 'db.one(`select ${1 + 2}`)', '1'],
    ['types in a circle', 'type A = B | "a"\ntype B = A\nfunction f(c: A) { db.one(`select ${c}`) }', 'c'],
    ['constants in a circle', 'const a = b\nconst b = a\ndb.one(a)', 'b'],
    ['a constant made of something open', 'const text = `select ${x.y}`\ndb.one(text)', 'x.y'],
  ])('%s', (_, text, open) => {
    expect(reasons(text)).toEqual([expect.stringContaining(`\`${open}\` is known only at run time; use a constant`)])
  })

  test('when the receiver is one by its type', () => {
    expect(reasons('function f(store: Queryable, x: string) { store.one(x) }')).toHaveLength(1)
    expect(
      reasons('class A { constructor(private readonly store: Database) {}\n f(x) { this.store.one(x) } }'),
    ).toHaveLength(1)
    expect(reasons('const f = ({ store }: { store: Transaction }) => store.one(x)')).toHaveLength(1)
  })

  test('and not when it is somebody else’s method', () => {
    expect(
      texts('emitter.one("ready", f); cache.many(keys); request.query(x); db.select("select 1"); db.one()'),
    ).toEqual([])
  })

  test('though one word sent to a database is a query', () => {
    expect(texts('db.execute("vacuum")')).toEqual(['vacuum'])
  })
})

describe('the place of a word', () => {
  test.each([
    ['in a string', "db.one('select bad')", '1:16'],
    ['in a template', 'db.one(`\n  select bad`)', '2:10'],
    ['in a template of a file with CRLF', 'x()\r\ndb.one(`\r\n  select 1,\r\n  bad`)', '4:3'],
    ['behind tabs, which are one column', '\t\tdb.one(`\n\t\tselect bad`)', '2:10'],
    ['behind what takes two UTF-16 units', "/* 😀 */ db.one('😀 bad')", '1:19'],
    ['behind escapes', String.raw`db.one('\u{1F600}\n\x41 bad')`, '1:25'],
    ['behind a joined line', "db.one('select \\\n  bad')", '2:3'],
    ['in the second part of a sum', "db.one('select ' +\n  'bad')", '2:4'],
    ['in a constant', "const text = 'select bad'\n\ndb.one(text)", '1:22'],
    ['behind a constant', "const text = 'select'\n\ndb.one(`${text} bad`)", '3:17'],
    ['in a chosen value, where it is used', 'function f(c: "bad" | "b") {\n  db.one(`select ${c}`) }', '2:20'],
  ])('%s', (_, text, expected) => {
    expect(placeOf('bad', text)).toBe(expected)
  })

  test('beyond the end is behind the last word', () => {
    const source = read('db.one(`\n  select a,\n`)')
    expect(positionInFile(source, source.calls[0]!, 99)).toEqual({ line: 2, column: 12 })
  })
})

test('a file that is no TypeScript is one refused call, at the place where reading ended', () => {
  const source = read("const a = 1\n  db.one('select 1'")
  expect(source.calls).toEqual([
    expect.objectContaining({
      kind: 'refused',
      text: "db.one('select 1'",
      message: expect.stringMatching(/^Unexpected token.*until it can be read/),
    }),
  ])
  expect(positionInFile(source, source.calls[0]!, 0)).toEqual({ line: 2, column: 20 })
})
