import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { checkOpenApi } from '../../../test/support/openapi.ts'
import { createWorld } from './world.ts'

describe.each(engines)('the HTTP server on $name', (engine) => {
  test('is described by a valid OpenAPI document', async () => {
    await using world = await createWorld(engine)
    const { faults, paths } = await checkOpenApi(world.app)
    expect(faults).toEqual([])
    expect(paths).toEqual(expect.arrayContaining(['/api/lessons/{slug}', '/api/attempts/{attemptId}/submission']))
  })
})
