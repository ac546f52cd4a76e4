import { defineSeed } from 'rowhouse/seed'
import { type Library, readLibrary } from '../src/sample/volume/library.ts'
import { sessionsOf } from '../src/sample/volume/sessions.ts'
import { volumeUser } from '../src/sample/volume/users.ts'
import { exerciseRow, exercisesOf } from '../src/sample/volume/work.ts'

export default defineSeed<Library>({
  kind: 'volume',
  dependsOn: ['volume_sessions'],
  table: 'session_exercises',
  count: (scale) => scale,
  prepare: ({ db }) => readLibrary(db),
  *row({ number }, library) {
    for (const session of sessionsOf(volumeUser(number))) {
      yield* exercisesOf(session, library).map(exerciseRow)
    }
  },
})
