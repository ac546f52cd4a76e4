import type { Queryable } from 'rowhouse'
import { getUser } from '../users/service.ts'
import { listDays, listWeeks } from './repository.ts'
import type { DailyQuery, Day, Week, WeeklyQuery } from './schemas.ts'

/** What a user did week by week; throws `NotFound` for an unknown user. */
export async function weeklyProgress(db: Queryable, userId: string, query: WeeklyQuery): Promise<Week[]> {
  await getUser(db, userId)
  return listWeeks(db, userId, query)
}

/** The days on which a user trained; throws `NotFound` for an unknown user. */
export async function dailyProgress(db: Queryable, userId: string, query: DailyQuery): Promise<Day[]> {
  await getUser(db, userId)
  return listDays(db, userId, query)
}
