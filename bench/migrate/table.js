/**
 * The table of a comparison in Markdown, with what went wrong in notes below it.
 * @param {import('./comparison.js').Comparison} comparison
 */
export function printed({ server, tools, cases }) {
  const notes = []
  const noted = (fault) => {
    if (!notes.includes(fault)) notes.push(fault)
    return `no (${notes.indexOf(fault) + 1})`
  }
  const cell = (verdict) =>
    'lacks' in verdict ? `has no ${verdict.lacks}` : verdict.fault ? noted(verdict.fault) : 'yes'
  const rows = cases.map(({ title, verdicts }) => [title, ...verdicts.map(cell)])
  const passed = tools.map((_, at) => cases.filter(({ verdicts }) => isPassed(verdicts[at])).length)
  return [
    `PostgreSQL ${server}, Node ${process.version}`,
    '',
    line(['what should hold', ...tools.map(({ name, version }) => `${name} ${version}`)]),
    line(['---', ...tools.map(() => '---')]),
    ...rows.map(line),
    line([`**of ${cases.length}**`, ...passed.map((count) => `**${count}**`)]),
    '',
    ...notes.map((fault, at) => `${at + 1}. ${fault}`),
  ].join('\n')
}

function isPassed(verdict) {
  return 'fault' in verdict && verdict.fault === undefined
}

function line(cells) {
  return `| ${cells.join(' | ')} |`
}
