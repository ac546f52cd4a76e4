// Written by `rowhouse generate` from src/course/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    select id, slug
    from lessons
    order by slug`]: {
      row: { id: string; slug: string }
      params: readonly []
    }
    [`
    select id, slug
    from quizzes
    order by slug`]: {
      row: { id: string; slug: string }
      params: readonly []
    }
    [`
    select question.id, question.quiz_id, question.question_order, question.type, question.takes_several, question.prompt,
      question.points::double precision as points, question.difficulty, question.objective, question.options, key.correct,
      key.explanation, key.option_feedback
    from questions as question
    join answer_key.question_keys as key on key.question_id = question.id and key.version = question.version
    where question.slug = $1`]: {
      row: { id: string; quiz_id: string; question_order: number; type: 'multiple_choice' | 'true_false'; takes_several: boolean; prompt: string; points: number; difficulty: 'easy' | 'medium' | 'hard'; objective: number; options: import('../../../quizzes/schemas.ts').Option[]; correct: string[]; explanation: string; option_feedback: Record<string, string> }
      params: readonly [slug: string]
    }
  }
}
