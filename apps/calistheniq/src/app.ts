import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import type { Database } from 'rowhouse'
import { configRoutes } from './configs/routes.ts'
import { exerciseRoutes } from './exercises/routes.ts'
import { healthRoutes } from './health/routes.ts'
import { answerError, answerUnknownRoute } from './http/errors.ts'
import { levelRoutes } from './levels/routes.ts'
import { progressRoutes } from './progress/routes.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { userRoutes } from './users/routes.ts'

/** Options of `buildApp`. */
export interface AppOptions {
  /** Fastify's logger. Default: none. */
  readonly logger?: NonNullable<FastifyServerOptions['logger']>
}

const bodyLimit = 64 * 1024

/** The HTTP API on a migrated and seeded database: routes under `/api`, their OpenAPI document and a page for it at `/docs`. */
export async function buildApp(db: Database, { logger = false }: AppOptions = {}): Promise<FastifyInstance> {
  const app = Fastify({ logger, bodyLimit, frameworkErrors: answerError })
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(answerUnknownRoute)
  await app.register(swagger, { openapi: { info: { title: 'CalisthenIQ', version: '0.1.0' } } })
  await app.register(swaggerUi, { routePrefix: '/docs' })
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/docs/'))
  for (const routes of routesOf(db)) await app.register(routes, { prefix: '/api' })
  return app
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
