import type { Token } from 'service/accounts'
import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import type { Profile } from '../src/accounts/schemas.ts'
import { ask, created, createWorld, ok, password, problem } from './world.ts'

describe.each(engines)('accounts on $name', (engine) => {
  test('are registered, logged in and logged out', async () => {
    await using world = await createWorld(engine)
    const { nobody } = world
    const email = 'Alan@example.com'
    const alan = created(await nobody.post<Profile>('/users', { email, name: 'Alan', password }))
    expect(alan).toMatchObject({ email, name: 'Alan', role: 'learner' })
    const { token, user } = created(
      await nobody.post<Token<Profile>>('/tokens', { email: 'alan@EXAMPLE.com', password }),
    )
    expect(user).toEqual(alan)
    const authorization = `Bearer ${token}`
    expect(ok(await nobody.get<Profile>('/users/me', { authorization }))).toEqual(alan)
    const { statusCode } = await world.app.inject({
      method: 'DELETE',
      url: '/api/tokens/current',
      headers: { authorization },
    })
    expect(statusCode).toBe(204)
    expect(problem(await nobody.get('/users/me', { authorization }), 401)).toMatch(/log in first/)
  })

  test('do not tell whether the name or the password was wrong', async () => {
    await using world = await createWorld(engine)
    const stranger = await world.nobody.post('/tokens', { email: 'stranger@example.com', password })
    const guess = await world.nobody.post('/tokens', { email: 'ada@example.com', password: 'correct horse' })
    expect(problem(stranger, 401)).toBe('the e-mail address or the password is wrong')
    expect(guess.text).toBe(stranger.text)
  })

  test('keep neither password nor token in the database', async () => {
    await using world = await createWorld(engine)
    const { token } = created(
      await world.nobody.post<Token<Profile>>('/tokens', { email: 'ada@example.com', password }),
    )
    const kept = await ask(
      world.db,
      `
      select to_jsonb(users)::text as row from users
      union all
      select to_jsonb(user_tokens)::text from user_tokens`,
    )
    expect(JSON.stringify(kept)).not.toContain(password)
    expect(JSON.stringify(kept)).not.toContain(token)
  })

  test('cannot be registered twice, made authors by themselves, or have short passwords', async () => {
    await using world = await createWorld(engine)
    const ada = { email: 'ADA@example.com', name: 'Ada', password }
    expect(problem(await world.nobody.post('/users', ada), 409)).toMatch(/has an account already/)
    const short = { email: 'a@example.com', name: 'A', password: 'short' }
    expect(problem(await world.nobody.post('/users', short), 400)).toMatch(/^password /)
    const forged = { email: 'mallory@example.com', name: 'Mallory', password, role: 'author' }
    expect(created(await world.nobody.post<Profile>('/users', forged)).role).toBe('learner')
  })

  test('expire', async () => {
    await using world = await createWorld(engine)
    ok(await world.ada.get('/users/me'))
    await ask(
      world.db,
      `update user_tokens set created_at = now() - interval '40 days', expires_at = now() - interval '1 s'`,
    )
    expect(problem(await world.ada.get('/users/me'), 401)).toMatch(/log in first/)
  })

  test('are deleted with everything that belongs to them', async () => {
    await using world = await createWorld(engine)
    await world.ada.post('/quizzes/quiz-neural-networks/attempts')
    expect((await world.ada.delete('/users/me')).status).toBe(204)
    const left = await ask(
      world.db,
      `
      select
      from quiz_attempts
      union all
      select
      from users
      where email = 'ada@example.com'`,
    )
    expect(left).toEqual([])
  })
})
