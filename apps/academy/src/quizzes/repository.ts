import type { Queryable } from 'rowhouse'
import type { AnswerKey, AuthoredQuestion, NewQuestion, NewQuiz, Question } from './schemas.ts'

const selectQuiz = `
    select quiz.id, quiz.slug, lesson.slug as lesson, quiz.title, quiz.quiz_order,
      quiz.passing_percent::double precision as passing_percent, quiz.max_attempts, quiz.aggregation, quiz.feedback,
      quiz.retry_minutes, quiz.time_limit_seconds,
      (select count(*)
        from questions
        where questions.quiz_id = quiz.id
          and questions.archived_at is null) as questions
    from quizzes as quiz
    join lessons as lesson on lesson.id = quiz.lesson_id`

/** The quizzes of a lesson in their order. */
export function listQuizzes(db: Queryable, lessonSlug: string) {
  return db.many(
    `${selectQuiz}
    where lesson.slug = $1
    order by quiz.quiz_order`,
    [lessonSlug],
  )
}

/** A quiz by its slug. */
export function findQuiz(db: Queryable, slug: string) {
  return db.maybeOne(
    `${selectQuiz}
    where quiz.slug = $1`,
    [slug],
  )
}

/** Inserts a quiz of a lesson. */
export function insertQuiz(db: Queryable, lessonId: string, quiz: NewQuiz): Promise<{ id: string }> {
  return db.one(
    `
    insert into quizzes (
      lesson_id, slug, title, quiz_order, passing_percent, max_attempts, aggregation, feedback, retry_minutes,
      time_limit_seconds)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    returning id`,
    [lessonId, ...quizValues(quiz)],
  )
}

/** Changes the rules of a quiz; attempts that have begun keep the rules they began with. */
export function updateQuiz(db: Queryable, id: string, quiz: NewQuiz): Promise<number> {
  return db.execute(
    `
    update quizzes
    set slug = $2,
        title = $3,
        quiz_order = $4,
        passing_percent = $5,
        max_attempts = $6,
        aggregation = $7,
        feedback = $8,
        retry_minutes = $9,
        time_limit_seconds = $10
    where id = $1`,
    [id, ...quizValues(quiz)],
  )
}

/** The questions of a quiz as they are now, in their order; the answers are in no column of theirs. */
export function listQuestions(db: Queryable, quizId: string): Promise<Question[]> {
  return db.many(
    `
    select id, version, type, takes_several, prompt, objective, options, points::double precision as points
    from questions
    where quiz_id = $1
      and archived_at is null
    order by question_order`,
    [quizId],
  )
}

/** The questions of a quiz with their keys, for authors. */
export function listAuthoredQuestions(db: Queryable, quizId: string): Promise<AuthoredQuestion[]> {
  return db.many(
    `
    select question.id, question.version, question.slug, question.question_order, question.difficulty, question.type,
      question.takes_several, question.prompt, question.objective, question.options,
      question.points::double precision as points, key.correct, key.explanation, key.option_feedback
    from questions as question
    join answer_key.question_keys as key on key.question_id = question.id and key.version = question.version
    where question.quiz_id = $1
      and question.archived_at is null
    order by question.question_order`,
    [quizId],
  )
}

/** Locks a question of a quiz, so that two edits do not make the same version. */
export function lockQuestion(
  db: Queryable,
  quizId: string,
  slug: string,
): Promise<{ id: string; version: number } | undefined> {
  return db.maybeOne(
    `
    select id, version
    from questions
    where quiz_id = $1
      and slug = $2
      and archived_at is null
    for update`,
    [quizId, slug],
  )
}

/** Inserts a question in its first version, without its key. */
export function insertQuestion(db: Queryable, quizId: string, question: NewQuestion): Promise<{ id: string }> {
  return db.one(
    `
    insert into questions (
      quiz_id, slug, question_order, type, takes_several, prompt, points, difficulty, objective, options)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    returning id`,
    [quizId, ...questionValues(question)],
  )
}

/** Gives a question its next version, without its key. */
export function updateQuestion(db: Queryable, id: string, question: NewQuestion): Promise<number> {
  return db.execute(
    `
    update questions
    set slug = $2,
        question_order = $3,
        type = $4,
        takes_several = $5,
        prompt = $6,
        points = $7,
        difficulty = $8,
        objective = $9,
        options = $10,
        version = version + 1
    where id = $1`,
    [id, ...questionValues(question)],
  )
}

/** Keeps the present version of a question for ever, with its key. */
export async function insertVersion(db: Queryable, questionId: string, key: AnswerKey): Promise<void> {
  await db.execute(
    `
    insert into question_versions (question_id, version, type, takes_several, prompt, points, objective, options)
    select id, version, type, takes_several, prompt, points, objective, options
    from questions
    where id = $1`,
    [questionId],
  )
  await db.execute(
    `
    insert into answer_key.question_keys (question_id, version, correct, explanation, option_feedback)
    select id, version, $2, $3, $4
    from questions
    where id = $1`,
    [questionId, key.correct, key.explanation, key.option_feedback],
  )
}

/** Takes a question out of its quiz; attempts that hold it keep it. */
export function archiveQuestion(db: Queryable, id: string): Promise<number> {
  return db.execute(
    `
    update questions
    set archived_at = now()
    where id = $1`,
    [id],
  )
}

function quizValues(quiz: NewQuiz) {
  return [
    quiz.slug,
    quiz.title,
    quiz.quiz_order ?? 1,
    String(quiz.passing_percent),
    quiz.max_attempts,
    quiz.aggregation,
    quiz.feedback,
    quiz.retry_minutes,
    quiz.time_limit_seconds,
  ] as const
}

function questionValues(question: NewQuestion) {
  return [
    question.slug,
    question.question_order,
    question.type,
    question.takes_several,
    question.prompt,
    String(question.points),
    question.difficulty,
    question.objective,
    question.options,
  ] as const
}
