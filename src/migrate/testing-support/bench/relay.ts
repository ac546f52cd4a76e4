import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'

/** Where a connection is to be cut: at a message that holds `at`, on a connection that has sent `after` before. */
export interface Cut {
  readonly after: string
  readonly at: string
  /** Whether the server is to get the message and to answer it; the answer is lost in any case. */
  readonly delivered: boolean
}

/** A server between client and database, whose connections a test can cut. */
export interface Relay extends AsyncDisposable {
  readonly url: string
  /** Cuts the next connection for which this holds; once. */
  cut(cut: Cut): void
  /** Cuts all connections now. */
  cutAll(): void
}

/** Starts a relay before the server of that URL. */
export async function relayTo(target: string): Promise<Relay> {
  const url = new URL(target)
  const port = Number(url.port || 5432)
  const host = url.hostname
  const sockets = new Set<Socket>()
  let pending: Cut | undefined
  const take = (sent: string) => {
    const due =
      pending !== undefined &&
      sent.includes(pending.after) &&
      sent.slice(sent.indexOf(pending.after)).includes(pending.at)
    const cut = due ? pending : undefined
    if (due) pending = undefined
    return cut
  }
  const server = createServer((client) => join(client, dial(port, host), sockets, take))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: url.href,
    cut: (cut) => {
      pending = cut
    },
    cutAll,
    [Symbol.asyncDispose]: async () => {
      cutAll()
      server.close()
      await once(server, 'close')
    },
  }
}

function join(client: Socket, server: Socket, sockets: Set<Socket>, take: (sent: string) => Cut | undefined): void {
  let sent = ''
  let deaf = false
  const end = () => {
    client.destroy()
    server.destroy()
  }
  for (const socket of [client, server]) {
    sockets.add(socket)
    socket.on('error', end)
    socket.on('close', () => {
      sockets.delete(socket)
      end()
    })
  }
  client.on('data', (chunk) => {
    sent = (sent + chunk.toString('latin1')).slice(-65_536)
    const cut = take(sent)
    if (cut !== undefined && !cut.delivered) return end()
    deaf = cut !== undefined
    server.write(chunk)
  })
  server.on('data', (chunk) => (deaf ? end() : client.write(chunk)))
}
