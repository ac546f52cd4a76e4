import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Queryable } from 'rowhouse'
import { problems, Uuid } from 'service/http'
import { Type } from 'typebox'
import { DailyQuery, Day, Week, WeeklyQuery } from './schemas.ts'
import { dailyProgress, weeklyProgress } from './service.ts'

const tags = ['progress']
const params = Type.Object({ userId: Uuid })

/** What a user did, by week and by day. */
export function progressRoutes(db: Queryable): FastifyPluginAsyncTypebox {
  return async (app) => {
    const weeks = Type.Object({ weeks: Type.Array(Week) })
    const weekly = { tags, params, querystring: WeeklyQuery, response: { 200: weeks, ...problems } }
    app.get('/users/:userId/progress/weekly', { schema: weekly }, async (request) => ({
      weeks: await weeklyProgress(db, request.params.userId, request.query),
    }))

    const days = Type.Object({ days: Type.Array(Day) })
    const daily = { tags, params, querystring: DailyQuery, response: { 200: days, ...problems } }
    app.get('/users/:userId/progress/daily', { schema: daily }, async (request) => ({
      days: await dailyProgress(db, request.params.userId, request.query),
    }))
  }
}
