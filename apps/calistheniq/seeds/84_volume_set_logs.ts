import { defineSeed } from 'rowhouse/seed'
import { type Library, readLibrary } from '../src/sample/volume/library.ts'
import { sessionsOf } from '../src/sample/volume/sessions.ts'
import { volumeUser } from '../src/sample/volume/users.ts'
import { exercisesOf, setRows } from '../src/sample/volume/work.ts'

export default defineSeed<Library>({
  kind: 'volume',
  dependsOn: ['volume_session_exercises'],
  table: 'exercise_set_logs',
  count: (scale) => scale,
  prepare: ({ db }) => readLibrary(db),
  *row({ number }, library) {
    for (const session of sessionsOf(volumeUser(number))) {
      yield* exercisesOf(session, library).flatMap(setRows)
    }
  },
})
