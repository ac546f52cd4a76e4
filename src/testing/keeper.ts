// The program that keeps the server which test processes share: it starts the server, tells every process that connects where it
// is, and stops it when the last of them has gone. Its argument is the file in which its address is published.
import { createServer, type Server } from 'node:net'
import { messageOf } from '../errors/index.ts'
import { type Address, publishAddress, removeAddress } from './address.ts'
import { Callers } from './callers.ts'
import { startTestServer } from './server.ts'

const linger = Number(process.env.ROWHOUSE_TEST_LINGER || 20_000)

await keep(process.argv[2]!)

async function keep(file: string): Promise<void> {
  const callers = new Callers()
  const door = createServer((socket) => callers.receive(socket))
  const address = { port: await listen(door), token: callers.token }
  const isFirst = publishAddress(file, address)
  process.send?.(isFirst)
  process.disconnect?.()
  if (isFirst) await serve(callers, () => close(door, file, address))
  else door.close()
}

async function serve(callers: Callers, close: () => void): Promise<void> {
  try {
    const server = await startTestServer()
    callers.answer({ url: server.url })
    await callers.gone(linger)
    close()
    await server.dispose()
  } catch (error) {
    close()
    callers.answer({ error: messageOf(error) })
  }
}

function listen(door: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    door.once('error', reject)
    door.listen(0, '127.0.0.1', () => {
      const address = door.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}

function close(door: Server, file: string, address: Address): void {
  removeAddress(file, address)
  door.close()
}
