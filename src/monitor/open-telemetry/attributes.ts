import { DatabaseError } from '../../errors/index.ts'
import type { QueryTrace, Source } from '../../trace/index.ts'
import { statusOf } from '../statements.ts'
import type { Attributes } from './api.ts'

/** What is the same for all that a database does. */
export function sourceAttributes({ database, host, port }: Source): Attributes {
  return {
    'db.system.name': 'postgresql',
    'db.namespace': database,
    ...(host !== undefined && { 'server.address': host }),
    ...(port !== undefined && port !== 5432 && { 'server.port': port }),
  }
}

/** How a statement ended: its command, or what went wrong. */
export function outcomeAttributes({ result, error }: QueryTrace): Attributes {
  if (result !== undefined) return { 'db.operation.name': result.command }
  const status = statusOf(error)
  return { 'error.type': status, ...(error instanceof DatabaseError && { 'db.response.status_code': status }) }
}
