import { defineSeed, type NamedSeed, type Seed } from '../index.ts'

/** A row of the table `exercises`. */
export interface Exercise {
  readonly name: string
  readonly level: number
  readonly tempo?: string | undefined
}

/** Two tables, of which the second refers to the first. */
export const schema = `
  create table levels (
    id int primary key,
    name text not null unique
  );
  create table exercises (
    id int generated always as identity primary key,
    name text not null,
    level int not null references levels,
    tempo text default 'hold',
    constraint exercises_name_key unique (name),
    constraint exercises_tempo_check check (tempo <> 'bad')
  )`

/** The seed of three levels. */
export const levels: NamedSeed = {
  name: 'levels',
  seed: defineSeed({
    kind: 'reference',
    table: 'levels',
    key: ['id'],
    rows: () => ['Foundation', 'Beginner', 'Novice'].map((name, id) => ({ id, name })),
  }),
}

/** A seed of these exercises. */
export function exercises(rows: readonly Exercise[], more: Partial<Seed<Exercise>> = {}): NamedSeed {
  const table = { kind: 'reference', dependsOn: ['levels'], table: 'exercises', key: ['name'] } as const
  return { name: 'exercises', seed: defineSeed<Exercise>({ ...table, rows: () => rows, ...more }) }
}

/** Exercises named `exercise 1` and so on, at levels 0, 1, 2, 0 … */
export function many(count: number): Exercise[] {
  return Array.from({ length: count }, (_, index) => ({ name: `exercise ${index + 1}`, level: index % 3 }))
}
