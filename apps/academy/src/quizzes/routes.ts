import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Queryable } from 'rowhouse'
import type { Authenticate } from 'service/accounts'
import { problems } from 'service/http'
import { Type } from 'typebox'
import { authorsOnly } from '../accounts/authors.ts'
import type { Profile } from '../accounts/schemas.ts'
import { AuthoredQuestion, NewQuestion, NewQuiz, Question, Quiz } from './schemas.ts'
import {
  browseAuthoredQuestions,
  browseQuestions,
  browseQuizzes,
  createQuestion,
  createQuiz,
  editQuestion,
  editQuiz,
  getQuiz,
  removeQuestion,
} from './service.ts'

const tags = ['quizzes']
const Slug = Type.String({ maxLength: 100 })
const params = Type.Object({ slug: Slug })
const questionParams = Type.Object({ slug: Slug, question: Slug })

/** Quizzes and their questions: read without answers by everybody, written and read with answers by authors. */
export function quizRoutes(db: Queryable, authenticate: Authenticate<Profile>): FastifyPluginAsyncTypebox {
  const asAuthor = authorsOnly(authenticate)
  return async (app) => {
    const list = { tags, params, response: { 200: Type.Object({ quizzes: Type.Array(Quiz) }), ...problems } }
    app.get('/lessons/:slug/quizzes', { schema: list }, async (request) => ({
      quizzes: await browseQuizzes(db, request.params.slug),
    }))

    const one = { tags, params, response: { 200: Quiz, ...problems } }
    app.get('/quizzes/:slug', { schema: one }, (request) => getQuiz(db, request.params.slug))

    const questions = { tags, params, response: { 200: Type.Object({ questions: Type.Array(Question) }), ...problems } }
    app.get('/quizzes/:slug/questions', { schema: questions }, async (request) => ({
      questions: await browseQuestions(db, request.params.slug),
    }))

    const create = { tags, params, body: NewQuiz, response: { 201: Quiz, ...problems } }
    app.post('/lessons/:slug/quizzes', { schema: create, onRequest: asAuthor }, async (request, reply) => {
      const quiz = await createQuiz(db, request.params.slug, request.body)
      return reply.code(201).header('location', `/api/quizzes/${quiz.slug}`).send(quiz)
    })

    const edit = { tags, params, body: NewQuiz, response: { 200: Quiz, ...problems } }
    app.put('/quizzes/:slug', { schema: edit, onRequest: asAuthor }, (request) =>
      editQuiz(db, request.params.slug, request.body),
    )

    const authored = Type.Object({ questions: Type.Array(AuthoredQuestion) })
    const keys = { tags, params, response: { 200: authored, ...problems } }
    app.get('/quizzes/:slug/authored-questions', { schema: keys, onRequest: asAuthor }, async (request) => ({
      questions: await browseAuthoredQuestions(db, request.params.slug),
    }))

    const ask = { tags, params, body: NewQuestion, response: { 201: AuthoredQuestion, ...problems } }
    app.post('/quizzes/:slug/authored-questions', { schema: ask, onRequest: asAuthor }, async (request, reply) =>
      reply.code(201).send(await createQuestion(db, request.params.slug, request.body)),
    )

    const reword = { tags, params: questionParams, body: NewQuestion, response: { 200: AuthoredQuestion, ...problems } }
    app.put('/quizzes/:slug/authored-questions/:question', { schema: reword, onRequest: asAuthor }, (request) =>
      editQuestion(db, request.params.slug, request.params.question, request.body),
    )

    const drop = { tags, params: questionParams, response: { 204: Type.Null(), ...problems } }
    app.delete(
      '/quizzes/:slug/authored-questions/:question',
      { schema: drop, onRequest: asAuthor },
      async (request, reply) => {
        await removeQuestion(db, request.params.slug, request.params.question)
        return reply.code(204).send(null)
      },
    )
  }
}
