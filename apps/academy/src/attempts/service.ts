import type { Queryable, Transaction } from 'rowhouse'
import { BadRequest, Conflict, NotFound, Unprocessable } from 'service/http'
import { markCompleted, markStarted, notifyProgress } from '../progress/repository.ts'
import { listQuestions } from '../quizzes/repository.ts'
import type { Quiz } from '../quizzes/schemas.ts'
import { getQuiz } from '../quizzes/service.ts'
import { reviewAttempt } from '../reviews/service.ts'
import {
  areMistakesReviewed,
  findAttempt,
  insertAttempt,
  listAttemptQuestions,
  listAttempts,
  listResults,
  lockAttempt,
  scoreAnswers,
  updateEnded,
  upsertAnswer,
} from './repository.ts'
import { insightInto, isOverdue, refusalToStart } from './rules.ts'
import type {
  Attempt,
  AttemptQuestion,
  AttemptSummary,
  NewAnswer,
  Policy,
  QuestionResult,
  Result,
  Submission,
} from './schemas.ts'
import { shuffled } from './shuffle.ts'

type AttemptRow = NonNullable<Awaited<ReturnType<typeof findAttempt>>>

/** Begins an attempt at a quiz, or gives the one that is open; throws `Conflict` when none may begin. */
export function startAttempt(db: Queryable, userId: string, quizSlug: string): Promise<Attempt> {
  return db.transaction(async (tx) => {
    const quiz = await getQuiz(tx, quizSlug)
    // A statement of its own: what follows must see what the one before in the queue has committed.
    await tx.advisoryLock(`attempt:${userId}:${quiz.id}`)
    await endOverdue(tx, userId, await listAttempts(tx, userId, quiz.id))
    const attempts = await listAttempts(tx, userId, quiz.id)
    const open = attempts.find(({ status }) => status === 'open')
    const { id } = open ?? (await begin(tx, userId, quiz, attempts))
    return presentAttempt(tx, userId, await getAttemptRow(tx, userId, id))
  })
}

/** The attempts of a user at a quiz, the newest first. */
export async function browseAttempts(db: Queryable, userId: string, quizSlug: string): Promise<AttemptSummary[]> {
  const quiz = await getQuiz(db, quizSlug)
  return (await listAttempts(db, userId, quiz.id)).map(summary)
}

/** An attempt of a user, with its result once it is over; throws `NotFound` for that of somebody else. */
export async function getAttempt(db: Queryable, userId: string, id: string): Promise<Attempt> {
  return presentAttempt(db, userId, await getAttemptRow(db, userId, id))
}

/** Saves an answer of an open attempt; throws `Conflict` when the attempt is over. */
export async function saveAnswer(
  db: Queryable,
  {
    userId,
    attemptId,
    questionId,
  }: { readonly userId: string; readonly attemptId: string; readonly questionId: string },
  { picked, flagged }: NewAnswer,
): Promise<{ saved_at: Date }> {
  const saved = await db.transaction(async (tx) => {
    const attempt = await lockAttemptOf(tx, userId, attemptId)
    if (attempt.status !== 'open') return undefined
    if (await endOverdue(tx, userId, [attempt])) return undefined
    const question = pickable(await listAttemptQuestions(tx, attemptId), questionId, picked)
    return upsertAnswer(tx, { attemptId, questionId, version: question.version, picked, flagged })
  })
  // Thrown only here, because the end of an attempt whose time was over has to be committed.
  if (saved === undefined) throw new Conflict('this attempt is over; its answers stay as they were handed in')
  return saved
}

/** Hands an attempt in and scores it; a second time gives the result of the first. */
export function submitAttempt(
  db: Queryable,
  userId: string,
  attemptId: string,
  submission: Submission,
): Promise<Attempt> {
  return db.transaction(async (tx) => {
    const attempt = await lockAttemptOf(tx, userId, attemptId)
    if (attempt.status === 'open' && !(await endOverdue(tx, userId, [attempt]))) {
      await saveSubmitted(tx, attemptId, submission)
      await endAttempt(tx, userId, attempt, 'submitted')
    }
    return presentAttempt(tx, userId, await getAttemptRow(tx, userId, attemptId))
  })
}

async function begin(
  tx: Transaction,
  userId: string,
  quiz: Quiz,
  attempts: readonly AttemptRow[],
): Promise<{ id: string }> {
  const refusal = await refusalFor(tx, quiz, attempts)
  if (refusal !== undefined) throw new Conflict(refusal)
  const questions = await listQuestions(tx, quiz.id)
  if (questions.length === 0) throw new Unprocessable(`quiz ${quiz.slug} has no questions yet`)
  const inserted = await insertAttempt(tx, {
    userId,
    quizId: quiz.id,
    number: (attempts[0]?.attempt_number ?? 0) + 1,
    policy: policyOf(quiz),
    questions: shuffled(questions),
    maxScore: questions.reduce((sum, { points }) => sum + points, 0),
  })
  const { lesson_id } = await getAttemptRow(tx, userId, inserted.id)
  if ((await markStarted(tx, userId, lesson_id)) === 1) await notifyProgress(tx, userId, 'lesson_started')
  return inserted
}

async function refusalFor(tx: Transaction, quiz: Quiz, attempts: readonly AttemptRow[]): Promise<string | undefined> {
  const [newest] = attempts
  const last =
    newest?.submitted_at == null
      ? undefined
      : {
          passed: newest.passed === true,
          submittedAt: newest.submitted_at,
          mistakesReviewed: await areMistakesReviewed(tx, newest.id),
        }
  return refusalToStart({ policy: quiz, attempts: attempts.length, last, now: newest?.now ?? new Date() })
}

function policyOf(quiz: Quiz): Policy {
  const { passing_percent, max_attempts, aggregation, feedback, retry_minutes, time_limit_seconds } = quiz
  return { passing_percent, max_attempts, aggregation, feedback, retry_minutes, time_limit_seconds }
}

/** Ends the attempts among these whose time is over; the answer is whether there was one. */
async function endOverdue(tx: Transaction, userId: string, attempts: readonly AttemptRow[]): Promise<boolean> {
  const overdue = attempts.filter(({ status, deadline_at, now }) => status === 'open' && isOverdue(deadline_at, now))
  for (const attempt of overdue) await endAttempt(tx, userId, attempt, 'expired')
  return overdue.length > 0
}

async function endAttempt(
  tx: Transaction,
  userId: string,
  { id, lesson_id }: AttemptRow,
  status: 'submitted' | 'expired',
): Promise<void> {
  await scoreAnswers(tx, id)
  await updateEnded(tx, id, status)
  await reviewAttempt(tx, userId, id)
  const completed = await markCompleted(tx, userId, lesson_id)
  await notifyProgress(tx, userId, completed === 1 ? 'lesson_completed' : 'attempt_ended')
}

async function saveSubmitted(tx: Transaction, attemptId: string, { answers = [] }: Submission): Promise<void> {
  const ids = answers.map(({ question_id }) => question_id)
  if (new Set(ids).size < ids.length) throw new BadRequest('answers holds the same question twice')
  const questions = await listAttemptQuestions(tx, attemptId)
  for (const { question_id: questionId, picked } of answers) {
    const { version } = pickable(questions, questionId, picked)
    await upsertAnswer(tx, { attemptId, questionId, version, picked })
  }
}

/** The question for which these options can be picked. */
export function pickable<Q extends Pick<AttemptQuestion, 'id' | 'options' | 'takes_several'>>(
  questions: readonly Q[],
  questionId: string,
  picked: readonly string[],
): Q {
  const question = questions.find(({ id }) => id === questionId)
  if (question === undefined) throw new Unprocessable(`question ${questionId} is not part of this attempt`)
  const unknown = picked.find((id) => !question.options.some((option) => option.id === id))
  if (unknown !== undefined) throw new Unprocessable(`question ${questionId} has no option ${unknown}`)
  if (picked.length > 1 && !question.takes_several) throw new Unprocessable(`question ${questionId} takes one option`)
  return question
}

async function getAttemptRow(db: Queryable, userId: string, id: string): Promise<AttemptRow> {
  return known(await findAttempt(db, userId, id), id)
}

async function lockAttemptOf(tx: Transaction, userId: string, id: string): Promise<AttemptRow> {
  return known(await lockAttempt(tx, userId, id), id)
}

function known(attempt: AttemptRow | undefined, id: string): AttemptRow {
  if (attempt === undefined) throw new NotFound(`there is no attempt ${id}`)
  return attempt
}

async function presentAttempt(db: Queryable, userId: string, attempt: AttemptRow): Promise<Attempt> {
  const orders = new Map(attempt.question_order.map(({ id, options }) => [id, options]))
  const questions = await listAttemptQuestions(db, attempt.id)
  return {
    ...summary(attempt),
    questions: questions.map((question) => inShownOrder(question, orders.get(question.id)!)),
    result: attempt.status === 'open' ? null : await presentResult(db, userId, attempt),
  }
}

function summary(attempt: AttemptRow): AttemptSummary {
  const { id, quiz, attempt_number, status, started_at, deadline_at, submitted_at } = attempt
  return { id, quiz, attempt_number, status, started_at, deadline_at, submitted_at }
}

type QuestionRow = Awaited<ReturnType<typeof listAttemptQuestions>>[number]

function inShownOrder(question: QuestionRow, order: readonly string[]): AttemptQuestion {
  const options = question.options.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
  return { ...question, options, picked: question.picked ?? [] }
}

async function presentResult(db: Queryable, userId: string, attempt: AttemptRow): Promise<Result> {
  const attempts = await listAttempts(db, userId, attempt.quiz_id)
  const insight = insightInto({
    policy: attempt.policy,
    passed: attempts.some(({ passed }) => passed === true),
    attempts: attempts.length,
    anotherOpen: attempts.some(({ status }) => status === 'open'),
  })
  const { max_score, passed } = attempt
  const score = attempt.score ?? 0
  const results = await listResults(db, attempt.id)
  return {
    score,
    max_score,
    percent: (score * 100) / max_score,
    passed: passed === true,
    questions: results.map(({ question_id, is_right, score, ...key }): QuestionResult => {
      if (insight === 'score') return { question_id }
      const mark = { question_id, is_right: is_right === true, score: score ?? 0 }
      return insight === 'marks' ? mark : { ...mark, ...key }
    }),
  }
}
