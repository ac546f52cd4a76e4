import type { Catalog } from './catalog.ts'

/** Does the operator answer something for every operand that is not null? */
export function isTotalOperator(oid: number, catalog: Catalog): boolean {
  const operator = catalog.operators.get(oid)
  if (operator?.left === tsvector && operator.right === tsquery && operator.core) return true
  if (operator?.core !== true || partialOperands.has(operator.left) || partialOperands.has(operator.right)) return false
  return totalOperators.has(operator.name)
}

// Of jsonb, `@?` and `@@` can answer null for a path that fits nothing, and `->` and the like for a key that is missing.
const totalOperators: ReadonlySet<string> = new Set(
  `= <> < <= > >= + - * / % ^ || ~~ !~~ ~~* !~~* ~ ~* !~ !~* @> <@ && & | # << >> <<= >>= &< &> -|- @ |/ ||/ ^@ ? ?| ?& #-`.split(
    ' ',
  ),
)

const tsvector = 3614
const tsquery = 3615

// point, lseg, path, box, polygon, line, circle: two closed paths have no sum, two lines may have no point in common.
const partialOperands: ReadonlySet<number> = new Set([600, 601, 602, 603, 604, 628, 718])
