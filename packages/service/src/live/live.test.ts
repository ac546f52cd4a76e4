import { createServer } from 'service/http'
import { describe, expect, test } from 'vitest'
import { engines } from '../../../../test/support/databases.ts'
import { openEventStream, openTopics } from './index.ts'

describe.each(engines)('live events on $name', ({ open }) => {
  test('reach those who follow their topic, and nobody else', async () => {
    await using db = await open()
    const topics = await openTopics(db, 'events')
    const heard: string[] = []
    topics.follow('user:grace', ({ id }) => heard.push(`grace ${id}`))
    const last = new Promise<void>((resolve) => {
      topics.follow('user:ada', ({ id }) => {
        heard.push(`ada ${id}`)
        if (id === '3') resolve()
      })
    })
    for (const payload of [
      'no JSON',
      '{"topic": "user:ada"}',
      '{"topic": "user:ada", "id": "1", "type": "set_logged"}',
      '{"topic": "user:nobody", "id": "2", "type": "set_logged"}',
      '{"topic": "user:ada", "id": "3", "type": "set_logged"}',
    ]) {
      await db.queryUnsafe('select pg_notify($1, $2)', ['events', payload])
    }
    await last
    expect(heard).toEqual(['ada 1', 'ada 3'])
    await topics.close()
  })
})

test('a stream of events is what a browser understands, on one line each', async () => {
  const app = await createServer({
    title: 'Test',
    version: '1',
    routes: [
      async (api) =>
        void api.get('/live', (_request, reply) => {
          const stream = openEventStream(reply)
          stream.send({ id: '7', type: 'set_logged', data: { note: 'two\nlines' } })
          stream.send({ type: 'bye\nevent: forged', data: null })
          stream.end()
        }),
    ],
  })
  const { headers, body } = await app.inject('/api/live')
  expect(headers['content-type']).toBe('text/event-stream; charset=utf-8')
  expect(body).toBe(
    'retry: 2000\n\nid: 7\nevent: set_logged\ndata: {"note":"two\\nlines"}\n\nevent: bye event: forged\ndata: null\n\n',
  )
})
