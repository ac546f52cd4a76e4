import { RowhouseError } from '../../errors/index.ts'
import type { Loss } from './losses.ts'

/** Throws `DIFF_REFUSED`, with the exact options, for what would be destroyed without being allowed by name. */
export function refuseLosses(losses: readonly Loss[], allowed: readonly string[]): void {
  const refused = losses.filter(({ allowance }) => !isAllowed(allowance, allowed))
  if (refused.length === 0) return
  const things = refused.map(({ what }) => `  ${what}`).join('\n')
  const flags = refused.map(({ allowance }) => `--allow ${quoted(allowance)}`).join(' ')
  throw new RowhouseError('DIFF_REFUSED', `this would be lost:\n${things}\nif that is meant, add: ${flags}`, {
    facts: { losses: refused.map(({ allowance }) => allowance) },
  })
}

/** Is it among the allowances, whether they name the schema `public` or not? */
export function isAllowed(allowance: string, allowed: readonly string[]): boolean {
  return allowed.some((each) => each.replace(':public.', ':') === allowance)
}

function quoted(flag: string): string {
  return /^[\w.:-]+$/.test(flag) ? flag : `'${flag.replaceAll("'", `'\\''`)}'`
}
