import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Every code block of the README and the guides is run, each guide in a folder of its own, from the top: a block that begins with a
// path is written there, other programs run and print what their comments say, `rowhouse` commands (of `npm run build`) exit with 0.
const root = resolve(import.meta.dirname, '..')

interface Block {
  readonly language: string
  readonly code: string
  readonly line: number
}

function blocksOf(file: string): Block[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1]!,
    code: match[2]!,
    line: text.slice(0, match.index).split('\n').length,
  }))
}

function pathOf(code: string): string | undefined {
  return /^(?:--|\/\/) (\S+\.(?:sql|ts))\n/.exec(code)?.[1]
}

function promised(code: string): string {
  return [...code.matchAll(/\/\/ prints: (.*)$/gm)].map((match) => match[1]).join('\n')
}

/** Runs a TypeScript program as its own process, on the library's source. */
async function runProgram(file: string, folder: string): Promise<string> {
  const start = `
    const { importModule } = await createJiti(${JSON.stringify(import.meta.url)}).import(${JSON.stringify(join(root, 'src/config/index.ts'))})
    await importModule(${JSON.stringify(file)})`
  const script = `import { createJiti } from ${JSON.stringify(import.meta.resolve('jiti'))}\n${start}`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    env: cleanEnvironment(),
  })
  return stdout.trim()
}

async function runCommand(line: string, folder: string): Promise<void> {
  const [program, ...args] = line.split(' ')
  if (program !== 'rowhouse') throw new Error(`a guide may only run rowhouse, not ${line}`)
  await promisify(execFile)(process.execPath, [join(root, 'bin/rowhouse.js'), ...args], {
    cwd: folder,
    env: cleanEnvironment(),
  })
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env
  return { PATH, HOME }
}

const guides = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))

describe.each(guides)('docs/%s', (guide) => {
  let folder: string

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'rowhouse-guide-')))
  })

  afterAll(() => rmSync(folder, { recursive: true }))

  const blocks = blocksOf(join(root, 'docs', guide))

  test.each(blocks.map((block) => [block.line, block] as const))(
    'line %i does what it says',
    async (line, { language, code }) => {
      const path = pathOf(code)
      if (path !== undefined) {
        mkdirSync(join(folder, dirname(path)), { recursive: true })
        return writeFileSync(join(folder, path), code)
      }
      if (language === 'sh') {
        for (const command of code.trim().split('\n')) await runCommand(command, folder)
        return
      }
      expect(language).toBe('ts')
      const file = join(folder, `program-${line}.ts`)
      writeFileSync(file, code)
      expect(await runProgram(file, folder)).toBe(promised(code))
    },
  )

  test('has something to run, or is not a guide of code', () => {
    expect(blocks.length > 0 || guide === 'performance.md').toBe(true)
  })
})

describe('the README', () => {
  const blocks = blocksOf(join(root, 'README.md'))

  test('shows examples/first.ts as it is, in 25 lines at most', () => {
    const program = blocks.find(({ language }) => language === 'ts')!.code
    expect(program).toBe(readFileSync(join(root, 'examples/first.ts'), 'utf8'))
    expect(program.trim().split('\n').length).toBeLessThanOrEqual(25)
  })

  test('has the two commands', () => {
    expect(blocks.find(({ language }) => language === 'sh')!.code).toBe('npm ci && npm start\nnpm ci && npm test\n')
  })

  test('links only to what exists', () => {
    const links = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/\]\(([^)#]+)\)/g)].map(
      (match) => match[1]!,
    )
    const broken = links.filter((link) => !link.startsWith('http')).filter((link) => !exists(join(root, link)))
    expect(broken).toEqual([])
  })
})

test('the first example prints what a reader expects', async () => {
  expect(await runProgram(join(root, 'examples/first.ts'), root)).toBe(
    'Ada has 70\nGrace has 30\nAda has an account already',
  )
})

function exists(path: string): boolean {
  try {
    readdirSync(dirname(path))
    return readdirSync(dirname(path)).includes(path.split('/').at(-1)!)
  } catch {
    return false
  }
}
