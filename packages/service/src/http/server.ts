import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { type FastifyPluginAsyncTypebox, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { answerError, answerUnknownRoute } from './errors.ts'
import { TooManyRequests } from './problems.ts'

/** What a server serves. */
export interface Service {
  readonly title: string
  readonly version: string
  /** Registered under `/api`. */
  readonly routes: readonly FastifyPluginAsyncTypebox[]
}

/** Options of `createServer`. */
export interface ServerOptions {
  /** Fastify's logger. Default: none. */
  readonly logger?: NonNullable<FastifyServerOptions['logger']>
}

const bodyLimit = 64 * 1024

/**
 * An HTTP server: routes under `/api`, every refusal as problem+json, the OpenAPI document and a page for it at `/docs`. A route
 * limits how often it may be called with Fastify's `config: { rateLimit: { max, timeWindow } }`.
 */
export async function createServer(service: Service, { logger = false }: ServerOptions = {}): Promise<FastifyInstance> {
  const app = Fastify({ logger, bodyLimit, frameworkErrors: answerError })
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(answerUnknownRoute)
  await app.register(cookie)
  await app.register(rateLimit, { global: false, errorResponseBuilder: tooMany })
  await app.register(swagger, { openapi: openApi(service) })
  await app.register(swaggerUi, { routePrefix: '/docs' })
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/docs/'))
  for (const routes of service.routes) await app.register(routes, { prefix: '/api' })
  return app
}

// 3.1, whose schemas are JSON Schema as TypeBox writes it.
function openApi({ title, version }: Service) {
  return {
    openapi: '3.1.0',
    info: { title, version },
    components: { securitySchemes: { token: { type: 'http' as const, scheme: 'bearer' } } },
  }
}

function tooMany(_request: unknown, { after }: { readonly after: string }): TooManyRequests {
  return new TooManyRequests(`too many requests; try again in ${after}`)
}
