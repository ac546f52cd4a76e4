import type { Queryable } from 'rowhouse'
import type { Lesson, LessonQuery, LessonSummary, NewLesson } from './schemas.ts'

const searched = `to_tsvector('english', title || ' ' || description || ' ' || content::text)`

/** Up to `limit` lessons of the course in their order, from behind the lesson order `after`. */
export function listLessons(
  db: Queryable,
  { difficulty, search }: LessonQuery,
  { limit, after }: { readonly limit: number; readonly after?: number | undefined },
): Promise<LessonSummary[]> {
  return db.many(
    `
    select id, slug, title, description, difficulty, lesson_order, estimated_minutes, objectives, version
    from lessons
    where archived_at is null
      and ($1::difficulty is null or difficulty = $1)
      and ($2::text is null or ${searched} @@ websearch_to_tsquery('english', $2))
      and ($3::integer is null or lesson_order > $3)
    order by lesson_order
    limit $4`,
    [difficulty ?? null, search ?? null, after ?? null, limit],
  )
}

/** A lesson by its slug, archived or not. */
export function findLesson(db: Queryable, slug: string): Promise<Lesson | undefined> {
  return db.maybeOne(
    `
    select id, slug, title, description, difficulty, lesson_order, estimated_minutes, objectives, version, content,
      array(
        select prerequisite.slug
        from lesson_prerequisites as link
        join lessons as prerequisite on prerequisite.id = link.prerequisite_id
        where link.lesson_id = lessons.id
        order by prerequisite.lesson_order) as prerequisites,
      archived_at
    from lessons
    where slug = $1`,
    [slug],
  )
}

/** Inserts a lesson. */
export function insertLesson(db: Queryable, lesson: NewLesson): Promise<{ id: string }> {
  return db.one(
    `
    insert into lessons (
      slug, title, description, difficulty, content, lesson_order, estimated_minutes, objectives)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    returning id`,
    lessonValues(lesson),
  )
}

/** Changes a lesson, if it still has the version that was read. */
export function updateLesson(
  db: Queryable,
  { id, version }: { readonly id: string; readonly version: number },
  lesson: NewLesson,
): Promise<number> {
  return db.execute(
    `
    update lessons
    set slug = $3,
        title = $4,
        description = $5,
        difficulty = $6,
        content = $7,
        lesson_order = $8,
        estimated_minutes = $9,
        objectives = $10,
        version = version + 1
    where id = $1
      and version = $2`,
    [id, version, ...lessonValues(lesson)],
  )
}

/** Makes these the prerequisites of a lesson; the answer is how many of the slugs there are. */
export async function replacePrerequisites(db: Queryable, lessonId: string, slugs: readonly string[]): Promise<number> {
  await db.execute(
    `
    delete from lesson_prerequisites
    where lesson_id = $1`,
    [lessonId],
  )
  return db.execute(
    `
    insert into lesson_prerequisites (lesson_id, prerequisite_id)
    select $1, id
    from lessons
    where slug = any($2)`,
    [lessonId, slugs],
  )
}

/** Whether anybody has begun a lesson. */
export async function isBegun(db: Queryable, lessonId: string): Promise<boolean> {
  const { begun } = await db.one(
    `
    select exists (
        select from user_progress where lesson_id = $1
      ) or exists (
        select
        from quiz_attempts
        join quizzes on quizzes.id = quiz_attempts.quiz_id
        where quizzes.lesson_id = $1
      ) as begun`,
    [lessonId],
  )
  return begun
}

/** Takes a lesson out of the course and keeps what learners did in it. */
export function archiveLesson(db: Queryable, id: string): Promise<number> {
  return db.execute(
    `
    update lessons
    set archived_at = now(),
        version = version + 1
    where id = $1
      and archived_at is null`,
    [id],
  )
}

/** Deletes a lesson with its quizzes. */
export function deleteLesson(db: Queryable, id: string): Promise<number> {
  return db.execute(
    `
    delete from lessons
    where id = $1`,
    [id],
  )
}

function lessonValues(lesson: NewLesson) {
  return [
    lesson.slug,
    lesson.title,
    lesson.description,
    lesson.difficulty,
    lesson.content,
    lesson.lesson_order,
    lesson.estimated_minutes,
    lesson.objectives,
  ] as const
}
