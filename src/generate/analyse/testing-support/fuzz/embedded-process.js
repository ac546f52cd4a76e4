// A PGlite in a process of its own, so that a statement without end can be stopped: it listens on a free port of loopback, tells
// it to its parent, and ends with it.
import { createServer } from 'node:net'
import { Worker } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'

const database = await PGlite.create({ startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'] })
const server = createServer({ noDelay: true }, (socket) => {
  const messages = completeMessages()
  let last = Promise.resolve()
  socket.on('data', (chunk) => {
    for (const message of messages(chunk)) last = last.then(() => answer(socket, message))
  })
  socket.on('error', () => socket.destroy())
})
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())

// A statement without end keeps this thread from hearing that the parent is gone; another thread sees it.
new Worker(
  `const parent = process.ppid
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 1000)`,
  { eval: true },
)

async function answer(socket, message) {
  const terminate = 0x58
  if (message[0] === terminate) return
  await database.execProtocolRawStream(message, { onRawData: (data) => socket.write(Buffer.from(data)) })
}

/** Cuts what arrives into whole messages; the first one has no byte for its kind. */
function completeMessages() {
  let rest = Buffer.alloc(0)
  let kindLength = 0
  return function* (chunk) {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= kindLength + 4) {
      const length = kindLength + rest.readInt32BE(kindLength)
      if (rest.length < length) return
      yield rest.subarray(0, length)
      rest = rest.subarray(length)
      kindLength = 1
    }
  }
}
