import { defineSeed } from 'rowhouse/seed'
import { type CourseLesson, lessonColumns, readCourse } from '../src/course/course.ts'

export default defineSeed<CourseLesson>({
  kind: 'reference',
  table: 'lessons',
  key: ['slug'],
  rows: async ({ readJson }) => readCourse(await readJson('data/lessons.json')),
  label: ({ id }) => id,
  columns: lessonColumns,
})
