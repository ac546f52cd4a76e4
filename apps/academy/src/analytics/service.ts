import type { Queryable } from 'rowhouse'
import { getQuiz } from '../quizzes/service.ts'
import { listFunnel, listItemStatistics, listOptionShares, listPassRates } from './repository.ts'
import type { Funnel, QuizStatistics } from './schemas.ts'
import { warningsAbout } from './warnings.ts'

/** How many learners have come how far in each lesson of the course. */
export async function getFunnel(db: Queryable): Promise<Funnel> {
  return { lessons: await listFunnel(db) }
}

/** How a quiz did, and which of its questions its author should look at again. */
export async function getQuizStatistics(db: Queryable, slug: string): Promise<QuizStatistics> {
  const { id } = await getQuiz(db, slug)
  const shares = await listOptionShares(db, id)
  const questions = (await listItemStatistics(db, id)).map((item) => {
    const options = shares
      .filter(({ question, version }) => question === item.question && version === item.version)
      .map(({ option, is_right, share }) => ({ option, is_right, share }))
    return { ...item, options, warnings: warningsAbout({ ...item, options }) }
  })
  return { attempts: await listPassRates(db, id), questions }
}
