import type { Queryable } from 'rowhouse'
import { conflictOn, defaultLimit, NotFound, type Page, Problem, page, readKey, Unprocessable } from 'service/http'
import { Type } from 'typebox'
import {
  archiveLesson,
  deleteLesson,
  findLesson,
  insertLesson,
  isBegun,
  listLessons,
  replacePrerequisites,
  updateLesson,
} from './repository.ts'
import type { Lesson, LessonQuery, LessonSummary, NewLesson } from './schemas.ts'

/** A page of the course. */
export async function browseLessons(
  db: Queryable,
  query: LessonQuery & { readonly limit?: number; readonly after?: string },
): Promise<Page<LessonSummary>> {
  const limit = query.limit ?? defaultLimit
  const after = query.after === undefined ? undefined : readKey(Type.Integer(), query.after)
  const rows = await listLessons(db, query, { limit: limit + 1, after })
  return page(rows, limit, ({ lesson_order }) => lesson_order)
}

/** A lesson by its slug; throws `NotFound` if there is none. */
export async function getLesson(db: Queryable, slug: string): Promise<Lesson> {
  const lesson = await findLesson(db, slug)
  if (lesson === undefined) throw new NotFound(`there is no lesson ${slug}`)
  return lesson
}

/** Creates a lesson; throws `Conflict` when its slug or its place in the course is taken. */
export function createLesson(db: Queryable, lesson: NewLesson): Promise<Lesson> {
  return db.transaction(async (tx) => {
    const { id } = await insertLesson(tx, lesson).catch(slugTaken).catch(placeTaken)
    await setPrerequisites(tx, id, lesson)
    return getLesson(tx, lesson.slug)
  })
}

/** Changes a lesson; throws 412 when somebody changed it meanwhile. */
export function editLesson(db: Queryable, slug: string, version: number, lesson: NewLesson): Promise<Lesson> {
  return db.transaction(async (tx) => {
    const { id, version: current } = await getLesson(tx, slug)
    const updated = await updateLesson(tx, { id, version }, lesson).catch(slugTaken).catch(placeTaken)
    if (updated === 0) throw new Problem(412, `this lesson is at version ${current} by now; read it again`)
    await setPrerequisites(tx, id, lesson)
    return getLesson(tx, lesson.slug)
  })
}

/** Deletes a lesson that nobody has begun, and archives another; the answer says which. */
export function removeLesson(db: Queryable, slug: string): Promise<'deleted' | 'archived'> {
  return db.transaction(async (tx) => {
    const { id } = await getLesson(tx, slug)
    const begun = await isBegun(tx, id)
    await (begun ? archiveLesson(tx, id) : deleteLesson(tx, id))
    return begun ? 'archived' : 'deleted'
  })
}

const slugTaken = conflictOn('lessons_slug_key', 'another lesson has this slug')
const placeTaken = conflictOn('lessons_lesson_order_key', 'another lesson has this place in the course')

async function setPrerequisites(db: Queryable, id: string, { slug, prerequisites = [] }: NewLesson): Promise<void> {
  if (prerequisites.includes(slug)) throw new Unprocessable('a lesson is not its own prerequisite')
  const known = await replacePrerequisites(db, id, prerequisites)
  if (known < prerequisites.length) throw new Unprocessable('prerequisites names a lesson that does not exist')
}
