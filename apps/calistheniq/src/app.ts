import type { FastifyInstance } from 'fastify'
import type { Database } from 'rowhouse'
import { createServer, healthRoutes, type ServerOptions } from 'service/http'
import { configRoutes } from './configs/routes.ts'
import { exerciseRoutes } from './exercises/routes.ts'
import { levelRoutes } from './levels/routes.ts'
import { progressRoutes } from './progress/routes.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { userRoutes } from './users/routes.ts'

/** The HTTP API on a migrated and seeded database: routes under `/api`, their OpenAPI document and a page for it at `/docs`. */
export function buildApp(db: Database, options: ServerOptions = {}): Promise<FastifyInstance> {
  return createServer({ title: 'CalisthenIQ', version: '0.1.0', routes: routesOf(db) }, options)
}

function routesOf(db: Database) {
  return [
    healthRoutes(db),
    exerciseRoutes(db),
    levelRoutes(db),
    userRoutes(db),
    configRoutes(db),
    sessionRoutes(db),
    progressRoutes(db),
  ]
}
