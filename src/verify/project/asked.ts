import { existsSync } from 'node:fs'
import type { Project } from '../../config/index.ts'
import { RowhouseError } from '../../errors/index.ts'
import { type Generation, generate } from '../../generate/index.ts'
import type { Subject } from '../check.ts'

/** What the database says of the queries of the project, or why it cannot be asked. */
export type Asked = Generation | { readonly skipped: string }

// Several checks want the answers, which are the dearest of all.
const answers = new WeakMap<Subject, Promise<Asked>>()

/** Has the live database analyse every query of the project, once for all checks of a run. Nothing is written. */
export function askQueries(subject: Subject): Promise<Asked> {
  const known = answers.get(subject) ?? askAll(subject)
  answers.set(subject, known)
  return known
}

async function askAll({ db, project }: Subject): Promise<Asked> {
  if (project === undefined) return { skipped: 'no project was given' }
  // A query that is refused ends the transaction in which it is prepared.
  if ('onCommit' in db) return { skipped: 'queries are prepared on a database, not in a transaction' }
  const sources = project.sources.filter((folder) => existsSync(folder))
  if (sources.length === 0) return { skipped: `there is no folder ${project.sources.join(', ')} with the sources` }
  return generateOrWhyNot({ ...project, sources }, db)
}

async function generateOrWhyNot(project: Project, db: Subject['db']): Promise<Asked> {
  try {
    return await generate(project, { db, check: true })
  } catch (error) {
    if (error instanceof RowhouseError && error.code === 'MISSING_PACKAGE') return { skipped: error.message }
    throw error
  }
}
