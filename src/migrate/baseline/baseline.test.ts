import { describe, expect, test, vi } from 'vitest'
import { createOnServer, type Engine, engines } from '../../../test/support/databases.ts'
import { baseline, detectDrift } from '../index.ts'
import { objectsOf, type World, worldOf } from '../testing-support/world.ts'

// Some of these start a second embedded database.
vi.setConfig({ testTimeout: 300_000 })

const people = 'create table people (id int primary key, name text)'
const index = 'create index concurrently people_name on people (name)'

async function setup(open: Engine['open']): Promise<World> {
  const world = await worldOf(open())
  await world.folder.add('1_people', people, 'drop table people')
  await world.folder.add('2_index', index, 'drop index concurrently people_name')
  await world.folder.add('3_pets', 'create table pets (id int primary key)', 'drop table pets')
  return world
}

describe.each(engines)('on $name', ({ open }) => {
  test('a database that was made by hand gets a history, and goes on from there', async () => {
    await using world = await setup(open)
    await world.db.script(`${people}; create index people_name on people (name)`)
    const { adopted } = await baseline(world.db, { folder: world.folder.path, to: '2' })
    expect(adopted).toEqual(['1_people', '2_index'])
    expect(await detectDrift(world.db)).toEqual({ source: 'snapshot', objects: [] })
    expect(await world.up()).toEqual(['3_pets'])
    expect(await world.states()).toEqual(['1_people: applied', '2_index: applied', '3_pets: applied'])
    expect(await world.down({ all: true })).toEqual(['3_pets', '2_index', '1_people'])
    expect(await objectsOf(world.db)).toEqual([])
  })

  test('it is refused with the differences, and nothing is written', async () => {
    await using world = await setup(open)
    await world.db.script('create table people (id int primary key, name text not null); create table stray ()')
    const before = await objectsOf(world.db)
    await expect(baseline(world.db, { folder: world.folder.path, to: '2_index' })).rejects.toMatchObject({
      code: 'BASELINE_REFUSED',
      facts: {
        objects: [
          'missing index public.people_name',
          'different column public.people.name',
          'unexpected table public.stray',
        ],
      },
    })
    expect(await objectsOf(world.db)).toEqual(before)
  })

  test('a database with a history is refused, and so is a version that is not there', async () => {
    await using world = await setup(open)
    const adopt = (to: string) => baseline(world.db, { folder: world.folder.path, to })
    await expect(adopt('7')).rejects.toMatchObject({ code: 'MIGRATION_UNKNOWN' })
    await world.up({ to: '1' })
    await expect(adopt('2')).rejects.toMatchObject({ code: 'BASELINE_REFUSED', facts: { newest: '1_people' } })
  })

  test('of two at once one writes the history', async () => {
    await using world = await setup(open)
    await world.db.script(people)
    const adopt = () => baseline(world.db, { folder: world.folder.path, to: '1' })
    const outcomes = await Promise.allSettled([adopt(), adopt()])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await world.states()).toEqual(['1_people: applied', '2_index: pending', '3_pets: pending'])
  })
})

test('the migrations can be run on the same server, where its extensions and roles are', async () => {
  await using world = await setup(engines[0]!.open)
  await world.folder.add('0_crypto', 'create extension pgcrypto')
  const shadow = await createOnServer()
  try {
    await world.db.script(`create extension pgcrypto; ${people}`)
    const { adopted } = await baseline(world.db, { folder: world.folder.path, to: '1', shadowUrl: shadow.url })
    expect(adopted).toEqual(['0_crypto', '1_people'])
  } finally {
    await shadow.drop()
  }
})
