/** The names of the two texts in a diff. */
export interface DiffNames {
  readonly before: string
  readonly after: string
}

/** What turns one text into another, as a unified diff with three lines around each change; empty for equal texts. */
export function unifiedDiff(before: string, after: string, names: DiffNames): string {
  const lines = changes(before.split('\n'), after.split('\n'))
  const hunks = hunksOf(lines)
  return hunks.length === 0 ? '' : [`--- ${names.before}`, `+++ ${names.after}`, ...hunks].join('\n')
}

interface Line {
  readonly mark: ' ' | '-' | '+'
  readonly text: string
}

const marked = (mark: Line['mark'], texts: readonly string[]): Line[] => texts.map((text) => ({ mark, text }))

function changes(before: readonly string[], after: readonly string[]): Line[] {
  const head = commonLength(before, after)
  const tail = commonLength(before.slice(head).toReversed(), after.slice(head).toReversed())
  const from = before.slice(head, before.length - tail)
  const to = after.slice(head, after.length - tail)
  return [
    ...marked(' ', before.slice(0, head)),
    ...middle(from, to),
    ...marked(' ', before.slice(before.length - tail)),
  ]
}

function commonLength(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((line, index) => line !== other[index])
  return at === -1 ? Math.min(one.length, other.length) : at
}

// Comparing each line with each takes time and memory by the product; beyond this the whole middle is one change.
const mostPairs = 1_000_000

function middle(from: readonly string[], to: readonly string[]): Line[] {
  if (from.length * to.length > mostPairs) return [...marked('-', from), ...marked('+', to)]
  const common = commonLengths(from, to)
  const lines: Line[] = []
  let [a, b] = [0, 0]
  while (a < from.length || b < to.length) {
    if (a < from.length && b < to.length && from[a] === to[b]) {
      lines.push({ mark: ' ', text: from[a]! })
      a += 1
      b += 1
    } else if (b === to.length || (a < from.length && common[a + 1]![b]! >= common[a]![b + 1]!)) {
      lines.push({ mark: '-', text: from[a++]! })
    } else {
      lines.push({ mark: '+', text: to[b++]! })
    }
  }
  return lines
}

/** How many lines the texts have in common from each pair of places on: the longest common subsequence. */
function commonLengths(from: readonly string[], to: readonly string[]): number[][] {
  const common = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0))
  for (let a = from.length - 1; a >= 0; a -= 1) {
    for (let b = to.length - 1; b >= 0; b -= 1) {
      const same = from[a] === to[b]
      common[a]![b] = same ? common[a + 1]![b + 1]! + 1 : Math.max(common[a + 1]![b]!, common[a]![b + 1]!)
    }
  }
  return common
}

const around = 3

function hunksOf(lines: readonly Line[]): string[] {
  const near = lines.map((_, index) => lines.slice(Math.max(0, index - around), index + around + 1).some(isChange))
  const hunks: string[] = []
  for (let at = near.indexOf(true); at !== -1; ) {
    const end = near.indexOf(false, at)
    const stop = end === -1 ? lines.length : end
    hunks.push(hunkOf(lines, at, stop))
    at = end === -1 ? -1 : near.indexOf(true, stop)
  }
  return hunks
}

function isChange({ mark }: Line): boolean {
  return mark !== ' '
}

function hunkOf(lines: readonly Line[], from: number, to: number): string {
  const hunk = lines.slice(from, to)
  const without = (mark: Line['mark'], part: readonly Line[]) => part.filter((line) => line.mark !== mark).length
  const place = (mark: Line['mark']) => `${without(mark, lines.slice(0, from)) + 1},${without(mark, hunk)}`
  return [`@@ -${place('+')} +${place('-')} @@`, ...hunk.map(({ mark, text }) => mark + text)].join('\n')
}
