import { defineSeed } from 'rowhouse/seed'
import { type Library, readLibrary } from '../src/sample/volume/library.ts'
import { sessionsOf } from '../src/sample/volume/sessions.ts'
import { volumeUser } from '../src/sample/volume/users.ts'
import { exercisesOf, summaryRow } from '../src/sample/volume/work.ts'

export default defineSeed<Library>({
  kind: 'volume',
  dependsOn: ['volume_set_logs'],
  table: 'daily_workout_summary',
  count: (scale) => scale,
  prepare: ({ db }) => readLibrary(db),
  *row({ number }, library) {
    for (const session of sessionsOf(volumeUser(number))) {
      if (session.status === 'completed') yield summaryRow(session, exercisesOf(session, library))
    }
  },
})
