import type { FastifyInstance } from 'fastify'
import type { Database } from 'rowhouse'
import { accountRoutes, createAuthentication } from 'service/accounts'
import { createServer, healthRoutes, type ServerOptions } from 'service/http'
import { openTopics, type Topics } from 'service/live'
import { Profile } from './accounts/schemas.ts'
import { accountStore } from './accounts/store.ts'
import { analyticsRoutes } from './analytics/routes.ts'
import { attemptRoutes } from './attempts/routes.ts'
import { lessonRoutes } from './lessons/routes.ts'
import { progressRoutes } from './progress/routes.ts'
import { quizRoutes } from './quizzes/routes.ts'
import { reviewRoutes } from './reviews/routes.ts'

/** The HTTP API on a migrated and seeded database: routes under `/api`, their OpenAPI document and a page for it at `/docs`. */
export async function buildApp(db: Database, options: ServerOptions = {}): Promise<FastifyInstance> {
  const topics = await openTopics(db, 'academy_progress')
  const app = await createServer({ title: 'Academy', version: '0.1.0', routes: routesOf(db, topics) }, options)
  app.addHook('onClose', () => topics.close())
  return app
}

function routesOf(db: Database, topics: Topics) {
  const accounts = accountStore(db)
  const authenticate = createAuthentication(accounts.findByToken)
  return [
    healthRoutes(db),
    accountRoutes(accounts, authenticate, Profile),
    lessonRoutes(db, authenticate),
    quizRoutes(db, authenticate),
    attemptRoutes(db, authenticate),
    progressRoutes(db, authenticate, topics),
    reviewRoutes(db, authenticate),
    analyticsRoutes(db, authenticate),
  ]
}
