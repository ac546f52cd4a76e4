import type { Queryable, Transaction } from 'rowhouse'
import { NotFound, Unprocessable } from 'service/http'
import { notifyProgress } from '../progress/repository.ts'
import { insertReview, listAttemptEvidence, listDue, lockDueCard, upsertCard } from './repository.ts'
import { type CardState, type Remembered, ratings, rememberedBy, reviewed } from './schedule.ts'
import type { DueReview, NewReview, Review } from './schemas.ts'

/** How many questions make a round of review. */
const roundSize = 20

/** The questions that a user should review now. */
export function browseDue(db: Queryable, userId: string): Promise<DueReview[]> {
  return listDue(db, userId, roundSize)
}

/** Reviews one question that is due; throws `NotFound` for any other, so that nobody finds out answers by reviewing. */
export function reviewQuestion(db: Queryable, userId: string, { question_id, picked }: NewReview): Promise<Review> {
  return db.transaction(async (tx) => {
    const card = await lockDueCard(tx, userId, question_id)
    if (card === undefined) throw new NotFound(`question ${question_id} is not due for review`)
    requirePickable(card, picked)
    const { correct, explanation, option_feedback } = card
    const is_right = picked.length === correct.length && picked.every((id) => correct.includes(id))
    const asked = { userId, questionId: question_id, version: card.version, fromAttempt: false }
    const state = await record(tx, asked, { state: card.state, remembered: rememberedBy(is_right, 0), now: card.now })
    await notifyProgress(tx, userId, 'question_reviewed')
    return { is_right, correct, explanation, option_feedback, due_at: new Date(state.due) }
  })
}

/** Counts an attempt that is over as reviews: of what it missed, and of what was missed before and is right now. */
export async function reviewAttempt(tx: Transaction, userId: string, attemptId: string): Promise<void> {
  for (const { question_id, version, is_right, changes, state, now } of await listAttemptEvidence(
    tx,
    userId,
    attemptId,
  )) {
    if (is_right && state === null) continue
    const asked = { userId, questionId: question_id, version, fromAttempt: true }
    await record(tx, asked, { state, remembered: rememberedBy(is_right, changes), now })
  }
}

interface Asked {
  readonly userId: string
  readonly questionId: string
  readonly version: number
  readonly fromAttempt: boolean
}

async function record(
  tx: Transaction,
  asked: Asked,
  { state, remembered, now }: { readonly state: CardState | null; readonly remembered: Remembered; readonly now: Date },
): Promise<CardState> {
  const next = reviewed(state ?? undefined, remembered, now)
  await insertReview(tx, { ...asked, rating: ratings[remembered] })
  await upsertCard(tx, { userId: asked.userId, questionId: asked.questionId, state: next })
  return next
}

function requirePickable(
  { options, takes_several }: { readonly options: readonly { readonly id: string }[]; readonly takes_several: boolean },
  picked: readonly string[],
): void {
  const unknown = picked.find((id) => !options.some((option) => option.id === id))
  if (unknown !== undefined) throw new Unprocessable(`there is no option ${unknown}`)
  if (picked.length > 1 && !takes_several) throw new Unprocessable('this question takes one option')
}
