import { type Card, createEmptyCard, fsrs, generatorParameters, Rating } from 'ts-fsrs'

/** The state of a card as the database keeps it: FSRS's own, with instants as text. */
export interface CardState extends Omit<Card, 'due' | 'last_review'> {
  readonly due: string
  readonly last_review?: string
}

/** How well a question was remembered, as FSRS counts; nobody is asked, so that nothing is ever called easy. */
export type Remembered = 'again' | 'hard' | 'good'

/** The number of a rating in the log. */
export const ratings = { again: Rating.Again, hard: Rating.Hard, good: Rating.Good } as const

// FSRS-6 with its published defaults; without fuzz, so that a card can be made again from its log.
const scheduler = fsrs(
  generatorParameters({ request_retention: 0.9, enable_fuzz: false, learning_steps: ['1m', '10m'] }),
)

/** How well an answer shows that a question was remembered: a change of mind is a hard one. */
export function rememberedBy(isRight: boolean, changes: number): Remembered {
  if (!isRight) return 'again'
  return changes > 0 ? 'hard' : 'good'
}

/** The card after one more review; a question that was never reviewed has none before. */
export function reviewed(state: CardState | undefined, remembered: Remembered, now: Date): CardState {
  const { card } = scheduler.next(state === undefined ? createEmptyCard(now) : revived(state), now, ratings[remembered])
  return JSON.parse(JSON.stringify(card)) as CardState
}

/** The card that a log of reviews makes, the oldest first. */
export function replayed(
  reviews: readonly { readonly remembered: Remembered; readonly at: Date }[],
): CardState | undefined {
  return reviews.reduce<CardState | undefined>(
    (state, { remembered, at }) => reviewed(state, remembered, at),
    undefined,
  )
}

function revived({ due, last_review, ...state }: CardState): Card {
  return { ...state, due: new Date(due), ...(last_review !== undefined && { last_review: new Date(last_review) }) }
}
