import { defineSeed } from 'rowhouse/seed'
import { userRow, volumeUser } from '../src/sample/volume/users.ts'

// The scale is the number of users; 10,000 of them have about a million sessions.
export default defineSeed({
  kind: 'volume',
  table: 'users',
  count: (scale) => scale,
  row: ({ number }) => userRow(volumeUser(number)),
})
