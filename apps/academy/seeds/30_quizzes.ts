import { defineSeed } from 'rowhouse/seed'
import { readCourse } from '../src/course/course.ts'
import { lessonIds } from '../src/course/repository.ts'

// Practice: as often as one likes, the best counts, and after a failure the mistakes are reviewed first.
const practice = { aggregation: 'highest', feedback: 'after_submit', retry_minutes: 10 }

export default defineSeed({
  kind: 'reference',
  dependsOn: ['lessons'],
  table: 'quizzes',
  key: ['slug'],
  rows: async ({ db, readJson }) => {
    const ids = await lessonIds(db)
    return readCourse(await readJson('data/lessons.json')).map(({ id, quiz }) => ({
      slug: quiz.id,
      lesson_id: ids.get(id),
      title: quiz.title,
      passing_percent: String(quiz.passingPercent),
      ...practice,
    }))
  },
  label: ({ slug }) => String(slug),
})
