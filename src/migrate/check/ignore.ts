import { didYouMean } from '../../config/index.ts'
import { type Token, tokens } from '../../sql/index.ts'
import type { ScriptStatement } from './script.ts'

/** A comment `-- rowhouse-ignore <rule>, …: <reason>`. */
export interface Ignore {
  readonly offset: number
  /** The statement that it stands before, in, or behind on the same line; undefined at the end of a file. */
  readonly statement: ScriptStatement | undefined
  readonly rules: readonly string[]
  readonly reason: string
}

/** A rule that an ignoring comment breaks itself. */
export interface IgnoreFault {
  readonly rule: 'ignore-without-reason' | 'ignore-unknown-rule' | 'unused-ignore'
  readonly offset: number
  readonly message: string
}

/** The comments of a script that ignore findings. */
export function findIgnores(text: string, statements: readonly ScriptStatement[]): Ignore[] {
  return commentsWith(text, 'rowhouse-ignore').map(({ token, rest }) => {
    const [rules = '', ...reason] = rest.split(':')
    return {
      offset: token.offset,
      statement: statementAt(text, token.offset, statements),
      rules: rules.split(/[\s,]+/).filter((rule) => rule !== ''),
      reason: reason.join(':').trim(),
    }
  })
}

/** The reason that a comment `-- rowhouse-irreversible: <reason>` gives for there being no way back; empty without one. */
export function irreversibleReason(text: string): string | undefined {
  const [comment] = commentsWith(text, 'rowhouse-irreversible')
  return comment?.rest.replace(/^\s*:/, '').trim()
}

/** What is wrong with the comments themselves. `used` are the rules that each has silenced. */
export function ignoreFaults(
  ignores: readonly Ignore[],
  known: readonly string[],
  used: ReadonlyMap<Ignore, ReadonlySet<string>>,
): IgnoreFault[] {
  return ignores.flatMap((ignore) => {
    if (ignore.reason === '' || ignore.rules.length === 0) return [faultOf(ignore, 'ignore-without-reason', noReason)]
    const unknown = ignore.rules.filter((rule) => !known.includes(rule))
    const unused = ignore.rules.filter((rule) => known.includes(rule) && !used.get(ignore)?.has(rule))
    return [
      ...unknown.map((rule) => faultOf(ignore, 'ignore-unknown-rule', unknownRule(rule, known))),
      ...unused.map((rule) => faultOf(ignore, 'unused-ignore', `${rule} finds nothing here; remove the comment`)),
    ]
  })
}

const noReason = 'write the rule and why it does not matter here: `-- rowhouse-ignore <rule>: <reason>`'

function unknownRule(rule: string, known: readonly string[]): string {
  return `there is no rule ${rule}${didYouMean(rule, known) || '; see docs/migration-checks.md for their names'}`
}

function faultOf({ offset }: Ignore, rule: IgnoreFault['rule'], message: string): IgnoreFault {
  return { rule, offset, message }
}

function commentsWith(text: string, word: string): { token: Token; rest: string }[] {
  return [...tokens(text)]
    .filter(({ kind }) => kind === 'comment')
    .map((token) => ({ token, content: contentOf(token.text) }))
    .filter(({ content }) => content.startsWith(word) && !/^[\w-]/.test(content.slice(word.length)))
    .map(({ token, content }) => ({ token, rest: content.slice(word.length) }))
}

function contentOf(comment: string): string {
  return comment.startsWith('--') ? comment.replace(/^-+\s*/, '').trim() : comment.slice(2, -2).trim()
}

function statementAt(
  text: string,
  offset: number,
  statements: readonly ScriptStatement[],
): ScriptStatement | undefined {
  const before = statements.filter((statement) => statement.offset <= offset).at(-1)
  const within = before !== undefined && offset < endOf(before)
  const behind = before !== undefined && !text.slice(endOf(before), offset).includes('\n')
  return within || behind ? before : statements.find((statement) => statement.offset > offset)
}

function endOf({ offset, text }: ScriptStatement): number {
  return offset + text.length
}
