import type { Queryable } from 'rowhouse'

/** The ids of rows by their slugs. */
export type Ids = ReadonlyMap<string, string>

/** The lessons by their slugs. */
export async function lessonIds(db: Queryable): Promise<Ids> {
  const lessons = await db.many(`
    select id, slug
    from lessons
    order by slug`)
  return new Map(lessons.map(({ id, slug }) => [slug, id]))
}

/** The quizzes by their slugs. */
export async function quizIds(db: Queryable): Promise<Ids> {
  const quizzes = await db.many(`
    select id, slug
    from quizzes
    order by slug`)
  return new Map(quizzes.map(({ id, slug }) => [slug, id]))
}

/** A question of the course with its key, to be compared with the file. */
export function findCourseQuestion(db: Queryable, slug: string) {
  return db.maybeOne(
    `
    select question.id, question.quiz_id, question.question_order, question.type, question.takes_several, question.prompt,
      question.points::double precision as points, question.difficulty, question.objective, question.options, key.correct,
      key.explanation, key.option_feedback
    from questions as question
    join answer_key.question_keys as key on key.question_id = question.id and key.version = question.version
    where question.slug = $1`,
    [slug],
  )
}
