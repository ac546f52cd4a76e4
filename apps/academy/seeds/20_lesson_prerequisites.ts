import { defineSeed } from 'rowhouse/seed'
import { readCourse } from '../src/course/course.ts'
import { lessonIds } from '../src/course/repository.ts'

export default defineSeed({
  kind: 'reference',
  dependsOn: ['lessons'],
  table: 'lesson_prerequisites',
  key: ['lesson_id', 'prerequisite_id'],
  rows: async ({ db, readJson }) => {
    const ids = await lessonIds(db)
    return readCourse(await readJson('data/lessons.json')).flatMap(({ id, prerequisites }) =>
      prerequisites.map((slug) => ({ lesson_id: ids.get(id), prerequisite_id: ids.get(slug) })),
    )
  },
})
