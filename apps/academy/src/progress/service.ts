import type { Queryable } from 'rowhouse'
import { Conflict } from 'service/http'
import { getLesson } from '../lessons/service.ts'
import { browseDue } from '../reviews/service.ts'
import { type Evidence, masteryOf } from './mastery.ts'
import {
  listEvidence,
  listProgress,
  listQuizStandings,
  markCompleted,
  markRead,
  markStarted,
  notifyProgress,
} from './repository.ts'
import type { CourseProgress, LessonProgress } from './schemas.ts'

/** How far a user has come in the whole course. */
export async function getCourseProgress(db: Queryable, userId: string): Promise<CourseProgress> {
  const lessons = await readLessons(db, userId)
  const completed = lessons.filter(({ status }) => status === 'completed').length
  return {
    percent: lessons.length === 0 ? 0 : (completed * 100) / lessons.length,
    next: lessons.find(({ status }) => status !== 'completed')?.lesson ?? null,
    reviews_due: (await browseDue(db, userId)).length,
    lessons,
  }
}

/** Notes that a user has begun a lesson. */
export function startLesson(db: Queryable, userId: string, slug: string): Promise<void> {
  return db.transaction(async (tx) => {
    const lesson = await getLesson(tx, slug)
    if (lesson.archived_at !== null) throw new Conflict(`lesson ${slug} is no longer part of the course`)
    if ((await markStarted(tx, userId, lesson.id)) === 1) await notifyProgress(tx, userId, 'lesson_started')
  })
}

/** Notes that a user has read a lesson, which completes it if its quizzes are passed. */
export function readLesson(db: Queryable, userId: string, slug: string): Promise<void> {
  return db.transaction(async (tx) => {
    const { id } = await getLesson(tx, slug)
    await markStarted(tx, userId, id)
    const read = await markRead(tx, userId, id)
    const completed = await markCompleted(tx, userId, id)
    if (read === 1) await notifyProgress(tx, userId, completed === 1 ? 'lesson_completed' : 'lesson_read')
  })
}

async function readLessons(db: Queryable, userId: string): Promise<LessonProgress[]> {
  const lessons = await listProgress(db, userId)
  const quizzes = await listQuizStandings(db, userId)
  const evidence = await listEvidence(db, userId)
  return lessons.map(({ objectives, ...lesson }) => ({
    ...lesson,
    objectives: objectives.map((text, index) => ({ text, mastery: masteryIn(evidence, lesson.lesson_id, index + 1) })),
    quizzes: quizzes.filter(({ lesson_id }) => lesson_id === lesson.lesson_id).map(({ lesson_id, ...quiz }) => quiz),
  }))
}

type LocatedEvidence = Evidence & { readonly lesson_id: string; readonly objective: number }

function masteryIn(evidence: readonly LocatedEvidence[], lessonId: string, objective: number) {
  return masteryOf(evidence.filter((each) => each.lesson_id === lessonId && each.objective === objective))
}
