import type { Queryable } from 'rowhouse'
import { conflictOn, NotFound, Unprocessable } from 'service/http'
import { getLesson } from '../lessons/service.ts'
import {
  archiveQuestion,
  findQuiz,
  insertQuestion,
  insertQuiz,
  insertVersion,
  listAuthoredQuestions,
  listQuestions,
  listQuizzes,
  lockQuestion,
  updateQuestion,
  updateQuiz,
} from './repository.ts'
import type { AuthoredQuestion, NewQuestion, NewQuiz, Question, Quiz } from './schemas.ts'

/** How a question is scored; a rule that those who are scored can read. */
export const scoring =
  'A question with one right answer gives its points or nothing. A question with several gives ' +
  'points × max(0, (right picked − wrong picked) / number of right options). A question without an answer gives 0.'

/** The quizzes of a lesson; throws `NotFound` if there is no such lesson. */
export async function browseQuizzes(db: Queryable, lessonSlug: string): Promise<Quiz[]> {
  await getLesson(db, lessonSlug)
  const quizzes = await listQuizzes(db, lessonSlug)
  return quizzes.map((quiz) => ({ ...quiz, scoring }))
}

/** A quiz by its slug; throws `NotFound` if there is none. */
export async function getQuiz(db: Queryable, slug: string): Promise<Quiz> {
  const quiz = await findQuiz(db, slug)
  if (quiz === undefined) throw new NotFound(`there is no quiz ${slug}`)
  return { ...quiz, scoring }
}

/** The questions of a quiz, without what is right. */
export async function browseQuestions(db: Queryable, slug: string): Promise<Question[]> {
  return listQuestions(db, (await getQuiz(db, slug)).id)
}

/** The questions of a quiz with their keys; for authors only. */
export async function browseAuthoredQuestions(db: Queryable, slug: string): Promise<AuthoredQuestion[]> {
  return listAuthoredQuestions(db, (await getQuiz(db, slug)).id)
}

/** Creates a quiz of a lesson; throws `Conflict` when its slug or its place in the lesson is taken. */
export async function createQuiz(db: Queryable, lessonSlug: string, quiz: NewQuiz): Promise<Quiz> {
  const { id } = await getLesson(db, lessonSlug)
  await insertQuiz(db, id, quiz).catch(quizSlugTaken).catch(quizPlaceTaken)
  return getQuiz(db, quiz.slug)
}

/** Changes the rules of a quiz for attempts that begin from now on. */
export async function editQuiz(db: Queryable, slug: string, quiz: NewQuiz): Promise<Quiz> {
  const { id } = await getQuiz(db, slug)
  await updateQuiz(db, id, quiz).catch(quizSlugTaken).catch(quizPlaceTaken)
  return getQuiz(db, quiz.slug)
}

const quizSlugTaken = conflictOn('quizzes_slug_key', 'another quiz has this slug')
const quizPlaceTaken = conflictOn('quizzes_lesson_id_quiz_order_key', 'another quiz has this place in the lesson')

/** Creates a question; throws `Unprocessable` when its key does not fit its options. */
export function createQuestion(db: Queryable, quizSlug: string, question: NewQuestion): Promise<AuthoredQuestion> {
  requireFittingKey(question)
  return db.transaction(async (tx) => {
    const quiz = await getQuiz(tx, quizSlug)
    const { id } = await insertQuestion(tx, quiz.id, question).catch(questionSlugTaken).catch(questionPlaceTaken)
    await insertVersion(tx, id, question)
    return getAuthoredQuestion(tx, quiz.id, id)
  })
}

/** Edits a question: it gets its next version, and attempts that have begun keep the one they show. */
export function editQuestion(
  db: Queryable,
  quizSlug: string,
  slug: string,
  question: NewQuestion,
): Promise<AuthoredQuestion> {
  requireFittingKey(question)
  return db.transaction(async (tx) => {
    const quiz = await getQuiz(tx, quizSlug)
    const { id } = await lockQuestionOf(tx, quiz, slug)
    await updateQuestion(tx, id, question).catch(questionSlugTaken).catch(questionPlaceTaken)
    await insertVersion(tx, id, question)
    return getAuthoredQuestion(tx, quiz.id, id)
  })
}

/** Takes a question out of its quiz for attempts that begin from now on. */
export function removeQuestion(db: Queryable, quizSlug: string, slug: string): Promise<void> {
  return db.transaction(async (tx) => {
    const { id } = await lockQuestionOf(tx, await getQuiz(tx, quizSlug), slug)
    await archiveQuestion(tx, id)
  })
}

const questionSlugTaken = conflictOn('questions_slug_key', 'another question has this slug')
const questionPlaceTaken = conflictOn('questions_place_key', 'another question has this place in the quiz')

async function lockQuestionOf(db: Queryable, quiz: Quiz, slug: string): Promise<{ id: string }> {
  const question = await lockQuestion(db, quiz.id, slug)
  if (question === undefined) throw new NotFound(`there is no question ${slug} in quiz ${quiz.slug}`)
  return question
}

async function getAuthoredQuestion(db: Queryable, quizId: string, id: string): Promise<AuthoredQuestion> {
  const questions = await listAuthoredQuestions(db, quizId)
  return questions.find((question) => question.id === id)!
}

function requireFittingKey({ type, takes_several, options, correct, option_feedback }: NewQuestion): void {
  const ids = options.map(({ id }) => id)
  if (new Set(ids).size < ids.length) throw new Unprocessable('options holds the same id twice')
  if (type === 'true_false' && (options.length !== 2 || takes_several)) {
    throw new Unprocessable('a true_false question has two options, of which one is right')
  }
  if (!takes_several && correct.length !== 1) throw new Unprocessable('correct must name one option')
  const unknown = [...correct, ...Object.keys(option_feedback)].find((id) => !ids.includes(id))
  if (unknown !== undefined) throw new Unprocessable(`there is no option ${unknown}`)
}
