// Written by `rowhouse generate` from src/lessons/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
    select id, slug, title, description, difficulty, lesson_order, estimated_minutes, objectives, version
    from lessons
    where archived_at is null
      and ($1::difficulty is null or difficulty = $1)
      and ($2::text is null or to_tsvector('english', title || ' ' || description || ' ' || content::text) @@ websearch_to_tsquery('english', $2))
      and ($3::integer is null or lesson_order > $3)
    order by lesson_order
    limit $4`]: {
      row: { id: string; slug: string; title: string; description: string; difficulty: 'beginner' | 'intermediate' | 'advanced'; lesson_order: number; estimated_minutes: number; objectives: string[]; version: number }
      params: readonly [difficulty: 'beginner' | 'intermediate' | 'advanced' | null, p2: string | null, lesson_order: number | null, limit: number]
    }
    [`
    select id, slug, title, description, difficulty, lesson_order, estimated_minutes, objectives, version, content,
      array(
        select prerequisite.slug
        from lesson_prerequisites as link
        join lessons as prerequisite on prerequisite.id = link.prerequisite_id
        where link.lesson_id = lessons.id
        order by prerequisite.lesson_order) as prerequisites,
      archived_at
    from lessons
    where slug = $1`]: {
      row: { id: string; slug: string; title: string; description: string; difficulty: 'beginner' | 'intermediate' | 'advanced'; lesson_order: number; estimated_minutes: number; objectives: string[]; version: number; content: import('../../../lessons/schemas.ts').Content; prerequisites: string[]; archived_at: Date | null }
      params: readonly [slug: string]
    }
    [`
    insert into lessons (
      slug, title, description, difficulty, content, lesson_order, estimated_minutes, objectives)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    returning id`]: {
      row: { id: string }
      params: readonly [slug: string, title: string, description: string, difficulty: 'beginner' | 'intermediate' | 'advanced', content: NonNullable<import('../../../lessons/schemas.ts').Content>, lesson_order: number, estimated_minutes: number, objectives: readonly string[]]
    }
    [`
    update lessons
    set slug = $3,
        title = $4,
        description = $5,
        difficulty = $6,
        content = $7,
        lesson_order = $8,
        estimated_minutes = $9,
        objectives = $10,
        version = version + 1
    where id = $1
      and version = $2`]: {
      row: Record<never, never>
      params: readonly [id: string, version: number, slug: string, title: string, description: string, difficulty: 'beginner' | 'intermediate' | 'advanced', content: NonNullable<import('../../../lessons/schemas.ts').Content>, lesson_order: number, estimated_minutes: number, objectives: readonly string[]]
    }
    [`
    delete from lesson_prerequisites
    where lesson_id = $1`]: {
      row: Record<never, never>
      params: readonly [lesson_id: string]
    }
    [`
    insert into lesson_prerequisites (lesson_id, prerequisite_id)
    select $1, id
    from lessons
    where slug = any($2)`]: {
      row: Record<never, never>
      params: readonly [lesson_id: string, slugs: readonly (string | null)[]]
    }
    [`
    select exists (
        select from user_progress where lesson_id = $1
      ) or exists (
        select
        from quiz_attempts
        join quizzes on quizzes.id = quiz_attempts.quiz_id
        where quizzes.lesson_id = $1
      ) as begun`]: {
      row: { begun: boolean }
      params: readonly [lesson_id: string]
    }
    [`
    update lessons
    set archived_at = now(),
        version = version + 1
    where id = $1
      and archived_at is null`]: {
      row: Record<never, never>
      params: readonly [id: string]
    }
    [`
    delete from lessons
    where id = $1`]: {
      row: Record<never, never>
      params: readonly [id: string]
    }
  }
}
