// Written by `rowhouse generate` from src/quizzes/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    select quiz.id, quiz.slug, lesson.slug as lesson, quiz.title, quiz.quiz_order,
      quiz.passing_percent::double precision as passing_percent, quiz.max_attempts, quiz.aggregation, quiz.feedback,
      quiz.retry_minutes, quiz.time_limit_seconds,
      (select count(*)
        from questions
        where questions.quiz_id = quiz.id
          and questions.archived_at is null) as questions
    from quizzes as quiz
    join lessons as lesson on lesson.id = quiz.lesson_id
    where lesson.slug = $1
    order by quiz.quiz_order`]: {
      row: { id: string; slug: string; lesson: string; title: string; quiz_order: number; passing_percent: number; max_attempts: number | null; aggregation: 'highest' | 'average' | 'first' | 'last'; feedback: 'never' | 'after_submit' | 'after_pass_or_exhausted'; retry_minutes: number; time_limit_seconds: number | null; questions: number }
      params: readonly [slug: string]
    }
    [`
    select quiz.id, quiz.slug, lesson.slug as lesson, quiz.title, quiz.quiz_order,
      quiz.passing_percent::double precision as passing_percent, quiz.max_attempts, quiz.aggregation, quiz.feedback,
      quiz.retry_minutes, quiz.time_limit_seconds,
      (select count(*)
        from questions
        where questions.quiz_id = quiz.id
          and questions.archived_at is null) as questions
    from quizzes as quiz
    join lessons as lesson on lesson.id = quiz.lesson_id
    where quiz.slug = $1`]: {
      row: { id: string; slug: string; lesson: string; title: string; quiz_order: number; passing_percent: number; max_attempts: number | null; aggregation: 'highest' | 'average' | 'first' | 'last'; feedback: 'never' | 'after_submit' | 'after_pass_or_exhausted'; retry_minutes: number; time_limit_seconds: number | null; questions: number }
      params: readonly [slug: string]
    }
    [`
    insert into quizzes (
      lesson_id, slug, title, quiz_order, passing_percent, max_attempts, aggregation, feedback, retry_minutes,
      time_limit_seconds)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    returning id`]: {
      row: { id: string }
      params: readonly [lesson_id: string, slug: string, title: string, quiz_order: number, passing_percent: string, max_attempts: number | null, aggregation: 'highest' | 'average' | 'first' | 'last', feedback: 'never' | 'after_submit' | 'after_pass_or_exhausted', retry_minutes: number, time_limit_seconds: number | null]
    }
    [`
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
    where id = $1`]: {
      row: Record<never, never>
      params: readonly [id: string, slug: string, title: string, quiz_order: number, passing_percent: string, max_attempts: number | null, aggregation: 'highest' | 'average' | 'first' | 'last', feedback: 'never' | 'after_submit' | 'after_pass_or_exhausted', retry_minutes: number, time_limit_seconds: number | null]
    }
    [`
    select id, version, type, takes_several, prompt, objective, options, points::double precision as points
    from questions
    where quiz_id = $1
      and archived_at is null
    order by question_order`]: {
      row: { id: string; version: number; type: 'multiple_choice' | 'true_false'; takes_several: boolean; prompt: string; objective: number; options: import('../../../quizzes/schemas.ts').Option[]; points: number }
      params: readonly [quiz_id: string]
    }
    [`
    select question.id, question.version, question.slug, question.question_order, question.difficulty, question.type,
      question.takes_several, question.prompt, question.objective, question.options,
      question.points::double precision as points, key.correct, key.explanation, key.option_feedback
    from questions as question
    join answer_key.question_keys as key on key.question_id = question.id and key.version = question.version
    where question.quiz_id = $1
      and question.archived_at is null
    order by question.question_order`]: {
      row: { id: string; version: number; slug: string; question_order: number; difficulty: 'easy' | 'medium' | 'hard'; type: 'multiple_choice' | 'true_false'; takes_several: boolean; prompt: string; objective: number; options: import('../../../quizzes/schemas.ts').Option[]; points: number; correct: string[]; explanation: string; option_feedback: Record<string, string> }
      params: readonly [quiz_id: string]
    }
    [`
    select id, version
    from questions
    where quiz_id = $1
      and slug = $2
      and archived_at is null
    for update`]: {
      row: { id: string; version: number }
      params: readonly [quiz_id: string, slug: string]
    }
    [`
    insert into questions (
      quiz_id, slug, question_order, type, takes_several, prompt, points, difficulty, objective, options)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    returning id`]: {
      row: { id: string }
      params: readonly [quiz_id: string, slug: string, question_order: number, type: 'multiple_choice' | 'true_false', takes_several: boolean, prompt: string, points: string, difficulty: 'easy' | 'medium' | 'hard', objective: number, options: readonly import('../../../quizzes/schemas.ts').Option[]]
    }
    [`
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
    where id = $1`]: {
      row: Record<never, never>
      params: readonly [id: string, slug: string, question_order: number, type: 'multiple_choice' | 'true_false', takes_several: boolean, prompt: string, points: string, difficulty: 'easy' | 'medium' | 'hard', objective: number, options: readonly import('../../../quizzes/schemas.ts').Option[]]
    }
    [`
    insert into question_versions (question_id, version, type, takes_several, prompt, points, objective, options)
    select id, version, type, takes_several, prompt, points, objective, options
    from questions
    where id = $1`]: {
      row: Record<never, never>
      params: readonly [id: string]
    }
    [`
    insert into answer_key.question_keys (question_id, version, correct, explanation, option_feedback)
    select id, version, $2, $3, $4
    from questions
    where id = $1`]: {
      row: Record<never, never>
      params: readonly [id: string, correct: readonly string[], explanation: string, option_feedback: Record<string, string>]
    }
    [`
    update questions
    set archived_at = now()
    where id = $1`]: {
      row: Record<never, never>
      params: readonly [id: string]
    }
  }
}
