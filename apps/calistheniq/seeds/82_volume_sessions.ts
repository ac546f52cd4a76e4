import { defineSeed } from 'rowhouse/seed'
import { type Library, readLibrary } from '../src/sample/volume/library.ts'
import { sessionRow, sessionsOf } from '../src/sample/volume/sessions.ts'
import { volumeUser } from '../src/sample/volume/users.ts'

export default defineSeed<Library>({
  kind: 'volume',
  dependsOn: ['volume_users', 'exercises'],
  table: 'workout_sessions',
  count: (scale) => scale,
  prepare: ({ db }) => readLibrary(db),
  *row({ number }, library) {
    for (const session of sessionsOf(volumeUser(number))) yield sessionRow(session, library)
  },
})
