import { randomInt } from 'node:crypto'
import type { Question } from '../quizzes/schemas.ts'
import type { ShownQuestion } from './schemas.ts'

/** The questions of a new attempt with their options in an order of its own; true comes before false for everybody. */
export function shuffled(questions: readonly Question[]): ShownQuestion[] {
  return questions.map(({ id, version, type, options }) => {
    const ids = options.map((option) => option.id)
    return { id, version, options: type === 'true_false' ? ids : inRandomOrder(ids) }
  })
}

// Fisher and Yates: each order is as likely as any other.
function inRandomOrder<T>(items: readonly T[]): T[] {
  const order = [...items]
  for (let end = order.length - 1; end > 0; end -= 1) {
    const chosen = randomInt(end + 1)
    ;[order[end], order[chosen]] = [order[chosen]!, order[end]!]
  }
  return order
}
