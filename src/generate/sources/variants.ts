import type { Node } from '@babel/types'
import { joined, type PlacedText } from './placed-text.ts'

/** One of the texts that an expression can be. */
export interface Variant extends PlacedText {
  /** What was chosen, by what it was chosen for: a variable has the same value wherever it stands in one text. */
  readonly choices: ReadonlyMap<string, Choice>
  /**
   * Whether a variable would have to have two values in it. No such text is ever sent, but the compiler, to which each mention of
   * the variable is a union of its own, looks it up.
   */
  readonly impossible?: boolean
}

/** The value that something has in a variant. */
export interface Choice {
  /** The variable, or the condition, as the file writes it. */
  readonly name: string
  readonly value: string
}

/** The texts of an expression: all of them; or that only run time knows them; or that they are too many. */
export type Texts =
  | { readonly kind: 'closed'; readonly variants: readonly Variant[] }
  | { readonly kind: 'open'; readonly at: Node }
  | { readonly kind: 'too many' }

/** The most texts that one call may have. */
export const mostVariants = 64
// All of these, too, go into the generated file.
const mostImpossible = 1000

/** These texts and no others. */
export function closed(variants: readonly Variant[]): Texts {
  const impossible = variants.filter((variant) => variant.impossible).length
  const tooMany = variants.length - impossible > mostVariants || impossible > mostImpossible
  return tooMany ? { kind: 'too many' } : { kind: 'closed', variants }
}

/** The one text that a literal is. */
export function literal(placed: PlacedText): Variant {
  return { ...placed, choices: new Map() }
}

/** The same text, as what was chosen for `key`. */
export function chosen(variant: Variant, key: string, name: string): Variant {
  return { ...variant, choices: new Map([...variant.choices, [key, { name, value: variant.text }]]) }
}

/** What `next` makes of each of the texts. */
export function each(texts: Texts, next: (variant: Variant) => Texts): Texts {
  return texts.kind === 'closed' ? either(texts.variants.map(next)) : texts
}

/** All the texts of all the parts. */
export function either(parts: readonly Texts[]): Texts {
  const variants: Variant[] = []
  for (const part of parts) {
    if (part.kind !== 'closed') return part
    variants.push(...part.variants)
  }
  return closed(variants)
}

/** Each of the left texts with each of the right ones behind it. */
export function concatenated(left: Texts, right: Texts): Texts {
  return each(left, (one) => each(right, (other) => closed([together(one, other)])))
}

/** The right text, with the choices that led to it. */
export function behind(choices: Variant['choices'], variant: Variant): Variant {
  return together({ text: '', places: [0], choices }, variant)
}

function agree(left: Variant, right: Variant): boolean {
  return [...left.choices].every(([key, { value }]) => (right.choices.get(key)?.value ?? value) === value)
}

function together(left: Variant, right: Variant): Variant {
  const impossible = left.impossible || right.impossible || !agree(left, right)
  const choices = new Map([...left.choices, ...right.choices])
  return { ...joined(left, right), choices, ...(impossible && { impossible }) }
}
