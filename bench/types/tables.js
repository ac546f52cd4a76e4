import { verdicts } from './judge.js'

/**
 * The comparison as Markdown: a table for each of columns, shapes of JSON and parameters.
 * @param {import('./comparison.js').Comparison} comparison
 */
export function tables({ server, cases, leftOut, tools }) {
  return [
    `${cases} cases, ${leftOut.length} left out; PostgreSQL ${server}, Node ${process.version}`,
    ...leftOut.map(({ text, reason }) => `left out: ${text} (${reason})`),
    tools.map(({ version }) => version).join(', '),
    wholeCases(tools),
    ...['columns', 'JSON shapes', 'parameters'].map((about) => verdictsAbout(about, tools)),
  ].join('\n\n')
}

function wholeCases(tools) {
  const own = tools.map(({ name, judged }) => ({ name, list: worstOfEach(judged) }))
  return verdictsOf('cases', own)
}

/** The worst verdict of each case that has something to type. */
function worstOfEach(judged) {
  const worst = new Map()
  for (const { id, verdict } of judged) worst.set(id, Math.max(worst.get(id) ?? 0, verdicts.indexOf(verdict)))
  return [...worst.values()].map((rank) => verdicts[rank])
}

function verdictsAbout(about, tools) {
  const own = tools.map(({ name, judged }) => ({ name, list: judged.filter((each) => each.about === about) }))
  return verdictsOf(
    about,
    own.map(({ name, list }) => ({ name, list: list.map(({ verdict }) => verdict) })),
  )
}

function verdictsOf(what, own) {
  return table(
    [`${what} (${own[0].list.length})`, ...verdicts],
    own.map(({ name, list }) => [name, ...counts(list)]),
  )
}

function counts(list) {
  return verdicts.map((verdict) => list.filter((each) => each === verdict).length)
}

function table(head, rows) {
  return [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}
