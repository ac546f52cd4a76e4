import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { Content, Difficulty } from '../lessons/schemas.ts'
import { Option, QuestionDifficulty } from '../quizzes/schemas.ts'

const Slug = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 100 })
const Text = Type.String({ pattern: '\\S' })

const CourseQuestion = Type.Object({
  id: Slug,
  type: Type.Enum(['multiple_choice', 'true_false']),
  select: Type.Enum(['one', 'many']),
  prompt: Text,
  points: Type.Number({ exclusiveMinimum: 0 }),
  difficulty: QuestionDifficulty,
  objective: Type.Integer({ minimum: 1 }),
  options: Type.Array(Option, { minItems: 2, maxItems: 10 }),
  correct: Type.Object({ optionIds: Type.Array(Type.String(), { minItems: 1 }) }),
  explanation: Text,
  optionFeedback: Type.Record(Type.String(), Type.String()),
})

const CourseLesson = Type.Object({
  id: Slug,
  order: Type.Integer({ minimum: 1 }),
  title: Text,
  difficulty: Difficulty,
  estimatedMinutes: Type.Integer({ minimum: 1 }),
  prerequisites: Type.Array(Slug),
  description: Text,
  objectives: Type.Array(Text, { minItems: 1 }),
  ...Content.properties,
  quiz: Type.Object({
    id: Slug,
    title: Text,
    passingPercent: Type.Number({ minimum: 0, maximum: 100 }),
    questions: Type.Array(CourseQuestion, { minItems: 1 }),
  }),
})

const Course = Type.Object({ lessons: Type.Array(CourseLesson, { minItems: 1 }) })

/** A lesson as `data/lessons.json` holds it, with its quiz. */
export type CourseLesson = Static<typeof CourseLesson>

/** A question of such a quiz, and its place there. */
export interface PlacedQuestion extends Static<typeof CourseQuestion> {
  readonly quiz: string
  readonly place: number
}

/** The lessons of a course file. Throws one error that names everything wrong with it. */
export function readCourse(file: unknown): CourseLesson[] {
  const { lessons } = checked(Course, file)
  const faults = lessons.flatMap((lesson) =>
    lesson.quiz.questions.flatMap((question) => questionFaults(lesson, question)),
  )
  if (faults.length > 0) throw new Error(faults.join('; '))
  return lessons
}

/** The questions of all quizzes of a course, each with its place. */
export function placedQuestions(lessons: readonly CourseLesson[]): PlacedQuestion[] {
  return lessons.flatMap(({ quiz }) =>
    quiz.questions.map((question, index) => ({ ...question, quiz: quiz.id, place: index + 1 })),
  )
}

/** The columns of `lessons` for a lesson of the file. */
export function lessonColumns(lesson: CourseLesson): Record<string, unknown> {
  const { sections, worked, keyTerms, summary } = lesson
  return {
    slug: lesson.id,
    title: lesson.title,
    description: lesson.description,
    difficulty: lesson.difficulty,
    content: { sections, keyTerms, summary, ...(worked !== undefined && { worked }) },
    lesson_order: lesson.order,
    estimated_minutes: lesson.estimatedMinutes,
    objectives: lesson.objectives,
  }
}

function checked<T extends TSchema>(schema: T, file: unknown): Static<T> {
  if (Value.Check(schema, file)) return file
  const faults = Value.Errors(schema, file).map(({ instancePath, message }) => `${instancePath} ${message}`)
  throw new Error([...new Set(faults)].join('; '))
}

function questionFaults({ objectives }: CourseLesson, question: Static<typeof CourseQuestion>): string[] {
  const { id, select, type, options, correct, objective, optionFeedback } = question
  const ids = options.map((option) => option.id)
  const unknown = [...correct.optionIds, ...Object.keys(optionFeedback)].filter((option) => !ids.includes(option))
  return [
    ...(new Set(ids).size < ids.length ? [`${id}: two options have one id`] : []),
    ...(unknown.length > 0 ? [`${id}: there is no option ${unknown.join(', ')}`] : []),
    ...(select === 'one' && correct.optionIds.length !== 1 ? [`${id}: one option must be right`] : []),
    ...(type === 'true_false' && options.length !== 2 ? [`${id}: true or false are two options`] : []),
    ...(objective > objectives.length ? [`${id}: the lesson has no objective ${objective}`] : []),
  ]
}
