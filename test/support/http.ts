import type { FastifyInstance } from 'fastify'
import { expect } from 'vitest'

/** What an instant becomes on its way through JSON. */
export type Sent<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Sent<T[K]> } : T

/** An answer of an API; `B` is what the test expects in it. */
export interface Answer<B> {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly body: Sent<B>
}

type Unknown = Readonly<Record<string, unknown>>
type Headers = Readonly<Record<string, string>>

/** Somebody who calls an API: each call may add headers. */
export interface Caller {
  get<B = Unknown>(path: string, headers?: Headers): Promise<Answer<B>>
  post<B = Unknown>(path: string, body?: unknown, headers?: Headers): Promise<Answer<B>>
  put<B = Unknown>(path: string, body?: unknown, headers?: Headers): Promise<Answer<B>>
  delete<B = Unknown>(path: string): Promise<Answer<B>>
}

/** Calls the API of an application, with these headers each time. Paths begin below `/api`. */
export function callerOf(app: FastifyInstance, always: Headers = {}): Caller {
  const call = async <B>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    more: Headers = {},
  ): Promise<Answer<B>> => {
    const headers = { ...always, ...(body !== undefined && { 'content-type': 'application/json' }), ...more }
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
    const answer = await app.inject({ method, url: `/api${path}`, headers, ...payload })
    const parsed: Sent<B> = JSON.parse(answer.body || 'null')
    return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: parsed }
  }
  return {
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body, headers) => call('PUT', path, body, headers),
    delete: (path) => call('DELETE', path),
  }
}

/** The body of an answer that must be 200. */
export function ok<B>({ status, body }: Answer<B>): Sent<B> {
  expect({ status, body }).toMatchObject({ status: 200 })
  return body
}

/** The body of an answer that must be 201. */
export function created<B>({ status, body }: Answer<B>): Sent<B> {
  expect({ status, body }).toMatchObject({ status: 201 })
  return body
}

/** The sentence of an answer that must be a problem of that status. */
export function problem({ status, headers, body }: Answer<unknown>, expected: number): string {
  const type = String(headers['content-type']).replace(/;.*/, '')
  const wanted = { status: expected, detail: expect.any(String) }
  expect({ status, type, body }).toMatchObject({ status: expected, type: 'application/problem+json', body: wanted })
  return (body as { readonly detail: string }).detail
}
