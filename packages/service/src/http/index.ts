export { answerWithTag, expectedVersion } from './entity-tags.ts'
export { answerError, answerUnknownRoute, problemOf } from './errors.ts'
export { healthRoutes } from './health.ts'
export { defaultLimit, type Page, page, pageQuery, readKey } from './pages.ts'
export {
  BadRequest,
  Conflict,
  conflictOn,
  type FieldError,
  Forbidden,
  NotFound,
  Problem,
  type ProblemDetails,
  TooManyRequests,
  Unauthorized,
  Unprocessable,
} from './problems.ts'
export { Instant, LocalDate, LocalTime, Nullable, OptionalBody, problems, Uuid } from './schemas.ts'
export { createServer, type ServerOptions, type Service } from './server.ts'
