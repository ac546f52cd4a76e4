/** How well an objective is known, from least to most. The steps are those of Khan Academy's mastery levels. */
export const masteryLevels = ['not_attempted', 'attempted', 'familiar', 'proficient', 'mastered'] as const
export type Mastery = (typeof masteryLevels)[number]

/** One answer to a question about an objective. */
export interface Evidence {
  readonly is_review: boolean
  readonly is_right: boolean
  /** Answers of one attempt share it. */
  readonly occurred_at: Date
}

const dayMs = 24 * 60 * 60 * 1000

/**
 * How well an objective is known after all its answers, the oldest first. A quiz sets the level by its share of right answers:
 * below 70 % attempted, below 100 % familiar, else proficient; a review that is right goes up one step, to mastered only a day
 * after proficient was reached; whatever is missed at proficient or above goes down one step.
 */
export function masteryOf(evidence: readonly Evidence[]): Mastery {
  let standing: Standing = { level: 'not_attempted', since: new Date(0) }
  for (const answers of byMoment(evidence)) standing = after(standing, answers)
  return standing.level
}

interface Standing {
  readonly level: Mastery
  readonly since: Date
}

function after(standing: Standing, answers: readonly Evidence[]): Standing {
  const level = answers[0]!.is_review ? afterReview(standing, answers[0]!) : afterQuiz(standing, answers)
  return level === standing.level ? standing : { level, since: answers[0]!.occurred_at }
}

function afterQuiz({ level }: Standing, answers: readonly Evidence[]): Mastery {
  const share = answers.filter(({ is_right }) => is_right).length / answers.length
  const reached = share === 1 ? 'proficient' : share >= 0.7 ? 'familiar' : 'attempted'
  if (!isAtLeast(level, 'proficient')) return reached
  return share === 1 ? level : step(level, -1)
}

function afterReview({ level, since }: Standing, { is_right, occurred_at }: Evidence): Mastery {
  if (!is_right) return isAtLeast(level, 'familiar') ? step(level, -1) : 'attempted'
  const rested = occurred_at.getTime() - since.getTime() >= dayMs
  return level === 'proficient' && !rested ? level : step(level, 1)
}

function isAtLeast(level: Mastery, other: Mastery): boolean {
  return masteryLevels.indexOf(level) >= masteryLevels.indexOf(other)
}

function step(level: Mastery, by: 1 | -1): Mastery {
  const steps = Math.min(masteryLevels.indexOf(level) + by, masteryLevels.length - 1)
  return masteryLevels[steps]!
}

function byMoment(evidence: readonly Evidence[]): Evidence[][] {
  const groups: Evidence[][] = []
  for (const answer of evidence) {
    const current = groups.at(-1)
    const together = current?.[0]?.is_review === false && !answer.is_review
    if (together && current![0]!.occurred_at.getTime() === answer.occurred_at.getTime()) current!.push(answer)
    else groups.push([answer])
  }
  return groups
}
