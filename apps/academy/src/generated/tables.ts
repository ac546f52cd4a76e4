// Written by `rowhouse generate` from the migrations. Run it again instead of editing this.
import type { JsonValue } from 'rowhouse'

declare module 'rowhouse' {
  interface Tables {
    'answer_key.question_keys': {
      row: { question_id: string; version: number; correct: string[]; explanation: string; option_feedback: Record<string, string> }
      insert: { question_id: string; version: number; correct: string[]; explanation: string; option_feedback?: Record<string, string> }
      update: { question_id?: string; version?: number; correct?: string[]; explanation?: string; option_feedback?: Record<string, string> }
    }
    attempt_answers: {
      row: { attempt_id: string; question_id: string; version: number; picked: string[]; changes: number; flagged: boolean; saved_at: Date; score: string | null; is_right: boolean | null }
      insert: { attempt_id: string; question_id: string; version: number; picked?: string[]; changes?: number; flagged?: boolean; saved_at?: Date; score?: string | null; is_right?: boolean | null }
      update: { attempt_id?: string; question_id?: string; version?: number; picked?: string[]; changes?: number; flagged?: boolean; saved_at?: Date; score?: string | null; is_right?: boolean | null }
    }
    idempotency_keys: {
      row: { user_id: string; key: string; request_hash: Uint8Array; status: number; response: JsonValue; created_at: Date }
      insert: { user_id: string; key: string; request_hash: Uint8Array; status: number; response: NonNullable<JsonValue>; created_at?: Date }
      update: { user_id?: string; key?: string; request_hash?: Uint8Array; status?: number; response?: NonNullable<JsonValue>; created_at?: Date }
    }
    lesson_prerequisites: {
      row: { lesson_id: string; prerequisite_id: string }
      insert: { lesson_id: string; prerequisite_id: string }
      update: { lesson_id?: string; prerequisite_id?: string }
    }
    lessons: {
      row: { id: string; slug: string; title: string; description: string; difficulty: 'beginner' | 'intermediate' | 'advanced'; content: import('../lessons/schemas.ts').Content; lesson_order: number; estimated_minutes: number; objectives: string[]; version: number; archived_at: Date | null; created_at: Date; updated_at: Date }
      insert: { id?: string; slug: string; title: string; description: string; difficulty: 'beginner' | 'intermediate' | 'advanced'; content: NonNullable<import('../lessons/schemas.ts').Content>; lesson_order: number; estimated_minutes: number; objectives: string[]; version?: number; archived_at?: Date | null; created_at?: Date; updated_at?: Date }
      update: { id?: string; slug?: string; title?: string; description?: string; difficulty?: 'beginner' | 'intermediate' | 'advanced'; content?: NonNullable<import('../lessons/schemas.ts').Content>; lesson_order?: number; estimated_minutes?: number; objectives?: string[]; version?: number; archived_at?: Date | null; created_at?: Date; updated_at?: Date }
    }
    question_versions: {
      row: { question_id: string; version: number; type: 'multiple_choice' | 'true_false'; takes_several: boolean; prompt: string; points: string; objective: number; options: import('../quizzes/schemas.ts').Option[]; created_at: Date }
      insert: { question_id: string; version: number; type: 'multiple_choice' | 'true_false'; takes_several: boolean; prompt: string; points: string; objective: number; options: import('../quizzes/schemas.ts').Option[]; created_at?: Date }
      update: { question_id?: string; version?: number; type?: 'multiple_choice' | 'true_false'; takes_several?: boolean; prompt?: string; points?: string; objective?: number; options?: import('../quizzes/schemas.ts').Option[]; created_at?: Date }
    }
    questions: {
      row: { id: string; slug: string; quiz_id: string; question_order: number; version: number; type: 'multiple_choice' | 'true_false'; takes_several: boolean; prompt: string; points: string; difficulty: 'easy' | 'medium' | 'hard'; objective: number; options: import('../quizzes/schemas.ts').Option[]; archived_at: Date | null; created_at: Date; updated_at: Date }
      insert: { id?: string; slug: string; quiz_id: string; question_order: number; version?: number; type: 'multiple_choice' | 'true_false'; takes_several?: boolean; prompt: string; points?: string; difficulty: 'easy' | 'medium' | 'hard'; objective: number; options: import('../quizzes/schemas.ts').Option[]; archived_at?: Date | null; created_at?: Date; updated_at?: Date }
      update: { id?: string; slug?: string; quiz_id?: string; question_order?: number; version?: number; type?: 'multiple_choice' | 'true_false'; takes_several?: boolean; prompt?: string; points?: string; difficulty?: 'easy' | 'medium' | 'hard'; objective?: number; options?: import('../quizzes/schemas.ts').Option[]; archived_at?: Date | null; created_at?: Date; updated_at?: Date }
    }
    quiz_attempts: {
      row: { id: string; user_id: string; quiz_id: string; attempt_number: number; status: 'open' | 'submitted' | 'expired'; policy: import('../attempts/schemas.ts').Policy; question_order: import('../attempts/schemas.ts').ShownQuestion[]; started_at: Date; deadline_at: Date | null; submitted_at: Date | null; score: string | null; max_score: string; passed: boolean | null; created_at: Date }
      insert: { id?: string; user_id: string; quiz_id: string; attempt_number: number; status?: 'open' | 'submitted' | 'expired'; policy: NonNullable<import('../attempts/schemas.ts').Policy>; question_order: import('../attempts/schemas.ts').ShownQuestion[]; started_at?: Date; deadline_at?: Date | null; submitted_at?: Date | null; score?: string | null; max_score: string; passed?: boolean | null; created_at?: Date }
      update: { id?: string; user_id?: string; quiz_id?: string; attempt_number?: number; status?: 'open' | 'submitted' | 'expired'; policy?: NonNullable<import('../attempts/schemas.ts').Policy>; question_order?: import('../attempts/schemas.ts').ShownQuestion[]; started_at?: Date; deadline_at?: Date | null; submitted_at?: Date | null; score?: string | null; max_score?: string; passed?: boolean | null; created_at?: Date }
    }
    quizzes: {
      row: { id: string; slug: string; lesson_id: string; title: string; quiz_order: number; passing_percent: string; max_attempts: number | null; aggregation: 'highest' | 'average' | 'first' | 'last'; feedback: 'never' | 'after_submit' | 'after_pass_or_exhausted'; retry_minutes: number; time_limit_seconds: number | null; created_at: Date; updated_at: Date }
      insert: { id?: string; slug: string; lesson_id: string; title: string; quiz_order?: number; passing_percent: string; max_attempts?: number | null; aggregation?: 'highest' | 'average' | 'first' | 'last'; feedback?: 'never' | 'after_submit' | 'after_pass_or_exhausted'; retry_minutes?: number; time_limit_seconds?: number | null; created_at?: Date; updated_at?: Date }
      update: { id?: string; slug?: string; lesson_id?: string; title?: string; quiz_order?: number; passing_percent?: string; max_attempts?: number | null; aggregation?: 'highest' | 'average' | 'first' | 'last'; feedback?: 'never' | 'after_submit' | 'after_pass_or_exhausted'; retry_minutes?: number; time_limit_seconds?: number | null; created_at?: Date; updated_at?: Date }
    }
    review_cards: {
      row: { user_id: string; question_id: string; due_at: Date; state: import('../reviews/schedule.ts').CardState; updated_at: Date }
      insert: { user_id: string; question_id: string; due_at: Date; state: NonNullable<import('../reviews/schedule.ts').CardState>; updated_at?: Date }
      update: { user_id?: string; question_id?: string; due_at?: Date; state?: NonNullable<import('../reviews/schedule.ts').CardState>; updated_at?: Date }
    }
    review_log: {
      row: { id: number; user_id: string; question_id: string; version: number; rating: number; reviewed_at: Date; from_attempt: boolean }
      insert: { user_id: string; question_id: string; version: number; rating: number; reviewed_at?: Date; from_attempt: boolean }
      update: { user_id?: string; question_id?: string; version?: number; rating?: number; reviewed_at?: Date; from_attempt?: boolean }
    }
    user_progress: {
      row: { user_id: string; lesson_id: string; status: 'not_started' | 'in_progress' | 'completed'; read_at: Date | null; started_at: Date | null; completed_at: Date | null; created_at: Date; updated_at: Date }
      insert: { user_id: string; lesson_id: string; status?: 'not_started' | 'in_progress' | 'completed'; read_at?: Date | null; started_at?: Date | null; completed_at?: Date | null; created_at?: Date; updated_at?: Date }
      update: { user_id?: string; lesson_id?: string; status?: 'not_started' | 'in_progress' | 'completed'; read_at?: Date | null; started_at?: Date | null; completed_at?: Date | null; created_at?: Date; updated_at?: Date }
    }
    user_tokens: {
      row: { token_hash: Uint8Array; user_id: string; created_at: Date; expires_at: Date }
      insert: { token_hash: Uint8Array; user_id: string; created_at?: Date; expires_at: Date }
      update: { token_hash?: Uint8Array; user_id?: string; created_at?: Date; expires_at?: Date }
    }
    users: {
      row: { id: string; email: string; name: string; role: 'learner' | 'author'; password_hash: string | null; created_at: Date; updated_at: Date }
      insert: { id?: string; email: string; name: string; role?: 'learner' | 'author'; password_hash?: string | null; created_at?: Date; updated_at?: Date }
      update: { id?: string; email?: string; name?: string; role?: 'learner' | 'author'; password_hash?: string | null; created_at?: Date; updated_at?: Date }
    }
  }
}
