import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { DatabaseError, RowhouseError } from 'rowhouse'
import { BadRequest, type FieldError, NotFound, Problem } from './problems.ts'

type ValidationErrors = NonNullable<FastifyError['validation']>

/** Answers every error as problem+json. What is not meant for the client goes to the log and becomes a plain sentence. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error)
  if (problem.status >= 500) request.log.error(error)
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem.details))
}

/** Answers a path that no route knows. */
export function answerUnknownRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return answerError(
    new NotFound(`there is no ${request.method} ${request.url.split('?', 1)[0]}; see /docs`),
    request,
    reply,
  )
}

/** What the client may know about an error. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof DatabaseError || error instanceof RowhouseError) return problemOfDatabase(error)
  if (isFastifyError(error)) return problemOfFastify(error)
  return new Problem(500, 'something went wrong on our side; try again later')
}

function problemOfDatabase(error: DatabaseError | RowhouseError): Problem {
  const { status, title } = error.toJSON()
  return status < 500 || status === 503 ? new Problem(status, title) : problemOf(undefined)
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('FST_')
}

function problemOfFastify(error: FastifyError): Problem {
  if (error.validation !== undefined) return problemOfValidation(error.validation, error.validationContext ?? 'body')
  const status = error.statusCode ?? 500
  return status < 500 ? new Problem(status, error.message) : problemOf(undefined)
}

function problemOfValidation(errors: ValidationErrors, part: string): Problem {
  const fields = errors.map((error) => fieldError(error, part))
  return new BadRequest(fields.map(({ field, message }) => `${field || part} ${message}`).join('; '), fields)
}

function fieldError({ instancePath, message = 'is not valid' }: ValidationErrors[number], part: string): FieldError {
  return { in: part, field: instancePath.slice(1), message }
}
