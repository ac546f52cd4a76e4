import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Queryable } from 'rowhouse'
import type { Authenticate } from 'service/accounts'
import { answerWithTag, expectedVersion, Nullable, pageQuery, problems } from 'service/http'
import { Type } from 'typebox'
import { authorsOnly } from '../accounts/authors.ts'
import type { Profile } from '../accounts/schemas.ts'
import { Lesson, LessonQuery, LessonSummary, NewLesson } from './schemas.ts'
import { browseLessons, createLesson, editLesson, getLesson, removeLesson } from './service.ts'

const tags = ['lessons']
const params = Type.Object({ slug: Type.String({ maxLength: 100 }) })

/** The course: read by everybody, written by authors. */
export function lessonRoutes(db: Queryable, authenticate: Authenticate<Profile>): FastifyPluginAsyncTypebox {
  const asAuthor = authorsOnly(authenticate)
  return async (app) => {
    const page = Type.Object({ lessons: Type.Array(LessonSummary), next: Nullable(Type.String()) })
    const querystring = Type.Object({ ...LessonQuery.properties, ...pageQuery })
    const list = { tags, querystring, response: { 200: page, 304: Type.Null(), ...problems } }
    app.get('/lessons', { schema: list }, async (request, reply) => {
      const { rows, next } = await browseLessons(db, request.query)
      return answerWithTag(request, reply, { lessons: rows, next })
    })

    const one = { tags, params, response: { 200: Lesson, 304: Type.Null(), ...problems } }
    app.get('/lessons/:slug', { schema: one }, async (request, reply) =>
      answerWithTag(request, reply, await getLesson(db, request.params.slug)),
    )

    const create = { tags, body: NewLesson, response: { 201: Lesson, ...problems } }
    app.post('/lessons', { schema: create, onRequest: asAuthor }, async (request, reply) => {
      const lesson = await createLesson(db, request.body)
      return reply.code(201).header('location', `/api/lessons/${lesson.slug}`).send(lesson)
    })

    const edit = { tags, params, body: NewLesson, response: { 200: Lesson, ...problems } }
    app.put('/lessons/:slug', { schema: edit, onRequest: asAuthor }, async (request) => {
      return editLesson(db, request.params.slug, expectedVersion(request), request.body)
    })

    const removed = Type.Object({ outcome: Type.Union([Type.Literal('deleted'), Type.Literal('archived')]) })
    const remove = { tags, params, response: { 200: removed, ...problems } }
    app.delete('/lessons/:slug', { schema: remove, onRequest: asAuthor }, async (request) => {
      return { outcome: await removeLesson(db, request.params.slug) }
    })
  }
}
