import type { TreeNode } from './node-tree.ts'
import type { Scope } from './scope.ts'

/** What a rule may ask about the parts of its node. Every answer is true unless false is proved. */
export interface Ask {
  /** Could the expression be null? */
  nullable(expression: TreeNode | undefined, scope: Scope): boolean
  /** Could an element of the array be null? */
  elementsNullable(array: TreeNode | undefined, scope: Scope): boolean
  /** Which columns of the query of a scope could be null? */
  outputs(scope: Scope): readonly boolean[]
}

/** Says of one kind of node whether its value could be null. */
export type Rule = (node: TreeNode, scope: Scope, ask: Ask) => boolean

/** Rules by the kind of node. A kind without a rule is nullable. */
export type Rules = Readonly<Record<string, Rule>>

/** Never null. */
export const never: Rule = () => false

/** Could be null; what cannot be known, too. */
export const always: Rule = () => true

/** Null at most when one of the arguments is. */
export const ifAny: Rule = (node, scope, ask) => node.children('args').some((arg) => ask.nullable(arg, scope))

/** Null only when all of the arguments are. */
export const ifAll: Rule = (node, scope, ask) => node.children('args').every((arg) => ask.nullable(arg, scope))

/** Null at most when the argument is. */
export const ifArgument: Rule = (node, scope, ask) => ask.nullable(node.child('arg'), scope)
