import type { Catalog } from '../../../catalog/index.ts'
import type { ParsedStatement } from '../../../sql/index.ts'
import type { Path } from '../tree.ts'
import { access } from './access.ts'
import { columns } from './columns.ts'
import { locking } from './locking.ts'
import { madeBy } from './made.ts'
import { removing } from './removing.ts'
import { renaming } from './renaming.ts'
import { contextOf, type Fault, type Rule } from './rule.ts'

export type { Rule } from './rule.ts'

/** The rules about the text of a migration. */
export const staticRules: readonly Rule[] = [...removing, ...renaming, ...locking, ...columns, ...access]

/** What a rule found, and in which statement. */
export interface StatementFault extends Fault {
  readonly rule: Rule
  readonly statement: ParsedStatement
}

/** What the rules find in the statements of a migration; `before` is the catalog before it, if it is known. */
export function findFaults(statements: readonly ParsedStatement[], before?: Catalog): StatementFault[] {
  const made: Path[] = []
  const context = contextOf(made, before)
  return statements.flatMap((statement) => {
    const faults = staticRules.flatMap((rule) =>
      rule.find(statement, context).map((fault) => ({ ...fault, rule, statement })),
    )
    made.push(...madeBy(statement))
    return faults
  })
}
