import { Validator } from '@seriousme/openapi-schema-validator'
import type { FastifyInstance } from 'fastify'

/** What is wrong with the OpenAPI document of an application, and its paths. */
export async function checkOpenApi(app: FastifyInstance): Promise<{ faults: unknown; paths: string[] }> {
  const document = (await app.inject('/docs/json')).json()
  const { valid, errors } = await new Validator().validate(document)
  return { faults: valid ? [] : errors, paths: Object.keys(document.paths) }
}
