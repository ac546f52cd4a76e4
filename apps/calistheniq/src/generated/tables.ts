// Written by `rowhouse generate` from the migrations. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Tables {
    daily_workout_summary: {
      row: { user_id: string; workout_date: string; total_sessions: number; total_minutes: number; total_exercises: number; total_sets: number; total_reps: number; total_duration_seconds: number; categories: string[]; is_completed: boolean; created_at: Date; updated_at: Date }
      insert: { user_id: string; workout_date: string; total_sessions: number; total_minutes: number; total_exercises: number; total_sets: number; total_reps: number; total_duration_seconds: number; categories: string[]; is_completed: boolean; created_at?: Date; updated_at?: Date }
      update: { user_id?: string; workout_date?: string; total_sessions?: number; total_minutes?: number; total_exercises?: number; total_sets?: number; total_reps?: number; total_duration_seconds?: number; categories?: string[]; is_completed?: boolean; created_at?: Date; updated_at?: Date }
    }
    exercise_categories: {
      row: { id: number; name: string; description: string }
      insert: { name: string; description: string }
      update: { name?: string; description?: string }
    }
    exercise_set_logs: {
      row: { id: string; session_exercise_id: string; set_number: number; planned_reps: number | null; planned_duration_seconds: number | null; actual_reps: number | null; actual_duration_seconds: number | null; weight_kg: string | null; rest_seconds: number | null; perceived_effort: string | null; notes: string; completed_at: Date }
      insert: { id?: string; session_exercise_id: string; set_number: number; planned_reps?: number | null; planned_duration_seconds?: number | null; actual_reps?: number | null; actual_duration_seconds?: number | null; weight_kg?: string | null; rest_seconds?: number | null; perceived_effort?: string | null; notes?: string; completed_at?: Date }
      update: { id?: string; session_exercise_id?: string; set_number?: number; planned_reps?: number | null; planned_duration_seconds?: number | null; actual_reps?: number | null; actual_duration_seconds?: number | null; weight_kg?: string | null; rest_seconds?: number | null; perceived_effort?: string | null; notes?: string; completed_at?: Date }
    }
    exercises: {
      row: { id: string; slug: string; name: string; level_id: number; category_id: number; ladder: string | null; ladder_order: number | null; metric: 'reps' | 'seconds'; unilateral: boolean; default_sets: import('../prescriptions/schemas.ts').WorkoutSet[]; default_tempo: string; default_rest_seconds: number; default_equipment: string[]; default_notes: string; muscles: string[]; tags: string[]; mastery: import('../exercises/schemas.ts').Mastery | null; created_at: Date; updated_at: Date }
      insert: { id?: string; slug?: string; name: string; level_id: number; category_id: number; ladder?: string | null; ladder_order?: number | null; metric?: 'reps' | 'seconds'; unilateral?: boolean; default_sets: import('../prescriptions/schemas.ts').WorkoutSet[]; default_tempo: string; default_rest_seconds: number; default_equipment?: string[]; default_notes?: string; muscles?: string[]; tags?: string[]; mastery?: import('../exercises/schemas.ts').Mastery | null; created_at?: Date; updated_at?: Date }
      update: { id?: string; slug?: string; name?: string; level_id?: number; category_id?: number; ladder?: string | null; ladder_order?: number | null; metric?: 'reps' | 'seconds'; unilateral?: boolean; default_sets?: import('../prescriptions/schemas.ts').WorkoutSet[]; default_tempo?: string; default_rest_seconds?: number; default_equipment?: string[]; default_notes?: string; muscles?: string[]; tags?: string[]; mastery?: import('../exercises/schemas.ts').Mastery | null; created_at?: Date; updated_at?: Date }
    }
    session_exercises: {
      row: { id: string; session_id: string; exercise_id: string; exercise_order: number; exercise_name: string; category_name: string; level_order: number; planned_sets: import('../prescriptions/schemas.ts').WorkoutSet[]; planned_tempo: string; planned_rest_seconds: number; actual_sets: import('../prescriptions/schemas.ts').WorkoutSet[] | null; actual_tempo: string | null; actual_rest_seconds: number | null; notes: string; completed: boolean; created_at: Date; updated_at: Date }
      insert: { id?: string; session_id: string; exercise_id: string; exercise_order: number; exercise_name: string; category_name: string; level_order: number; planned_sets: import('../prescriptions/schemas.ts').WorkoutSet[]; planned_tempo: string; planned_rest_seconds: number; actual_sets?: import('../prescriptions/schemas.ts').WorkoutSet[] | null; actual_tempo?: string | null; actual_rest_seconds?: number | null; notes?: string; completed?: boolean; created_at?: Date; updated_at?: Date }
      update: { id?: string; session_id?: string; exercise_id?: string; exercise_order?: number; exercise_name?: string; category_name?: string; level_order?: number; planned_sets?: import('../prescriptions/schemas.ts').WorkoutSet[]; planned_tempo?: string; planned_rest_seconds?: number; actual_sets?: import('../prescriptions/schemas.ts').WorkoutSet[] | null; actual_tempo?: string | null; actual_rest_seconds?: number | null; notes?: string; completed?: boolean; created_at?: Date; updated_at?: Date }
    }
    user_current_levels: {
      row: { user_id: string; category_id: number; workout_level_id: number; current_level: number; created_at: Date; updated_at: Date }
      insert: { user_id: string; category_id: number; workout_level_id: number; current_level: number; created_at?: Date; updated_at?: Date }
      update: { user_id?: string; category_id?: number; workout_level_id?: number; current_level?: number; created_at?: Date; updated_at?: Date }
    }
    user_exercise_configs: {
      row: { user_id: string; exercise_id: string; current_sets: import('../prescriptions/schemas.ts').WorkoutSet[]; current_tempo: string; current_rest_seconds: number; current_notes: string; is_mastered: boolean; mastered_at: Date | null; created_at: Date; updated_at: Date }
      insert: { user_id: string; exercise_id: string; current_sets: import('../prescriptions/schemas.ts').WorkoutSet[]; current_tempo: string; current_rest_seconds: number; current_notes?: string; is_mastered?: boolean; mastered_at?: Date | null; created_at?: Date; updated_at?: Date }
      update: { user_id?: string; exercise_id?: string; current_sets?: import('../prescriptions/schemas.ts').WorkoutSet[]; current_tempo?: string; current_rest_seconds?: number; current_notes?: string; is_mastered?: boolean; mastered_at?: Date | null; created_at?: Date; updated_at?: Date }
    }
    users: {
      row: { id: string; email: string; name: string; created_at: Date; updated_at: Date }
      insert: { id?: string; email: string; name: string; created_at?: Date; updated_at?: Date }
      update: { id?: string; email?: string; name?: string; created_at?: Date; updated_at?: Date }
    }
    workout_levels: {
      row: { id: number; name: string; description: string; level_order: number }
      insert: { name: string; description: string; level_order: number }
      update: { name?: string; description?: string; level_order?: number }
    }
    workout_sessions: {
      row: { id: string; user_id: string; session_type: 'push' | 'pull' | 'squat' | 'full_body'; session_date: string; scheduled_time: string | null; duration_minutes: number | null; level_id: number | null; status: 'planned' | 'in_progress' | 'completed' | 'skipped'; started_at: Date | null; completed_at: Date | null; notes: string; created_at: Date; updated_at: Date }
      insert: { id?: string; user_id: string; session_type: 'push' | 'pull' | 'squat' | 'full_body'; session_date: string; scheduled_time?: string | null; duration_minutes?: number | null; level_id?: number | null; status?: 'planned' | 'in_progress' | 'completed' | 'skipped'; started_at?: Date | null; completed_at?: Date | null; notes?: string; created_at?: Date; updated_at?: Date }
      update: { id?: string; user_id?: string; session_type?: 'push' | 'pull' | 'squat' | 'full_body'; session_date?: string; scheduled_time?: string | null; duration_minutes?: number | null; level_id?: number | null; status?: 'planned' | 'in_progress' | 'completed' | 'skipped'; started_at?: Date | null; completed_at?: Date | null; notes?: string; created_at?: Date; updated_at?: Date }
    }
  }
}
