import { type Catalog, quotePath } from '../../catalog/index.ts'
import type { Step } from './step.ts'

/**
 * The steps with enums that lose a value rebuilt before anything new uses them: the differ makes new columns first, which then
 * hold on to the type that is to go, and it casts columns that are of another type yet.
 */
export function withEnumsRebuiltFirst(steps: readonly Step[], from: Catalog): Step[] {
  const enums = [...from.values()].filter(({ kind }) => kind === 'enum')
  return enums
    .reduce<readonly Step[]>((ordered, { path, name }) => rebuiltFirst(ordered, quotePath(path), name, from), steps)
    .slice()
}

function rebuiltFirst(steps: readonly Step[], type: string, name: string, from: Catalog): readonly Step[] {
  const renaming = steps.find(({ sql }) => sql.startsWith(`ALTER TYPE ${type} RENAME TO `))
  if (renaming === undefined) return steps
  const replaced = renaming.sql.slice(`ALTER TYPE ${type} RENAME TO `.length)
  const isCast = ({ sql }: Step) =>
    sql.startsWith('ALTER TABLE ') && (sql.endsWith(`::text::${type}`) || sql.endsWith(`::text[]::${type}[]`))
  const isOfRebuilding = (step: Step) =>
    step === renaming ||
    isCast(step) ||
    step.sql.startsWith(`CREATE TYPE ${type} AS ENUM `) ||
    (step.sql.startsWith('DROP TYPE ') && step.sql.endsWith(`.${replaced}`))
  const rebuilding = steps.filter(
    (step) => isOfRebuilding(step) && !(isCast(step) && isOfAnotherType(step, name, from)),
  )
  // A column that takes leave of the type does so before it is rebuilt, or it would hold on to it.
  const leaving = steps.filter(
    (step) => changesType.test(step.sql) && !isOfRebuilding(step) && !isOfAnotherType(step, name, from),
  )
  const others = steps.filter((step) => !isOfRebuilding(step) && !leaving.includes(step))
  // Of any type: a column of this one may be moved into a `create table` that stands before.
  const user = others.findIndex(({ sql }) => newUse.test(sql))
  const place = Math.min(user === -1 ? others.length : user, steps.indexOf(renaming))
  return [...others.slice(0, place), ...leaving, ...rebuilding, ...others.slice(place)]
}

const changesType = /^ALTER TABLE .* ALTER COLUMN .* TYPE /
const newUse =
  /^(CREATE (UNLOGGED )?TABLE |CREATE DOMAIN |CREATE TYPE |ALTER TABLE .* (ADD COLUMN |ALTER COLUMN .* TYPE ))/

function isOfAnotherType({ sql }: Step, type: string, from: Catalog): boolean {
  const columns = [...from.values()].filter(({ kind }) => kind === 'column')
  const column = columns.find(({ path }) =>
    sql.startsWith(`ALTER TABLE ${quotePath(path.slice(0, -1))} ALTER COLUMN ${quotePath(path.slice(-1))} TYPE `),
  )
  const [first = ''] = (column?.definition ?? '').split(/(?:\[\])?(?: |$)/)
  return first !== type
}
