import { isDeepStrictEqual } from 'node:util'
import type { Queryable } from 'rowhouse'
import { defineSeed } from 'rowhouse/seed'
import { type PlacedQuestion, placedQuestions, readCourse } from '../src/course/course.ts'
import { findCourseQuestion, type Ids, quizIds } from '../src/course/repository.ts'
import { insertQuestion, insertVersion, updateQuestion } from '../src/quizzes/repository.ts'
import type { NewQuestion } from '../src/quizzes/schemas.ts'

interface Row {
  readonly question: PlacedQuestion
  readonly quizzes: Ids
}

// A question that differs from the file gets its next version; attempts keep the version that they showed.
export default defineSeed<Row>({
  kind: 'reference',
  dependsOn: ['quizzes'],
  rows: async ({ db, readJson }) => {
    const quizzes = await quizIds(db)
    return placedQuestions(readCourse(await readJson('data/lessons.json'))).map((question) => ({ question, quizzes }))
  },
  label: ({ question }) => question.id,
  write: (db, { question, quizzes }) => write(db, quizzes.get(question.quiz)!, newQuestion(question)),
})

async function write(
  db: Queryable,
  quizId: string,
  question: NewQuestion,
): Promise<'inserted' | 'updated' | 'unchanged'> {
  const present = await findCourseQuestion(db, question.slug)
  if (present === undefined) {
    const { id } = await insertQuestion(db, quizId, question)
    await insertVersion(db, id, question)
    return 'inserted'
  }
  const { id, ...columns } = present
  const { slug, ...wanted } = { ...question, quiz_id: quizId }
  if (isDeepStrictEqual(columns, wanted)) return 'unchanged'
  await updateQuestion(db, id, question)
  await insertVersion(db, id, question)
  return 'updated'
}

function newQuestion(question: PlacedQuestion): NewQuestion {
  return {
    slug: question.id,
    question_order: question.place,
    type: question.type,
    takes_several: question.select === 'many',
    prompt: question.prompt,
    points: question.points,
    difficulty: question.difficulty,
    objective: question.objective,
    options: question.options,
    correct: question.correct.optionIds,
    explanation: question.explanation,
    option_feedback: question.optionFeedback,
  }
}
