import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'

/** The processes that are connected to the keeper of the shared server. */
export class Callers {
  readonly token = randomUUID()
  readonly #sockets = new Set<Socket>()
  #answer: string | undefined
  #onChange: () => void = () => undefined
  #dismissed = false

  /** Answers a process that knows the token, now or when there is an answer. */
  receive(socket: Socket): void {
    socket.setEncoding('utf8')
    socket.on('error', () => socket.destroy())
    socket.once('close', () => {
      this.#sockets.delete(socket)
      this.#onChange()
    })
    socket.once('data', (text) => {
      if (String(text).trim() === this.token && !this.#dismissed) this.#admit(socket)
      else socket.destroy()
    })
  }

  #admit(socket: Socket): void {
    this.#sockets.add(socket)
    this.#onChange()
    if (this.#answer !== undefined) socket.write(this.#answer)
  }

  /** Tells all, and those who come later. */
  answer(answer: { readonly url: string } | { readonly error: string }): void {
    this.#answer = `${JSON.stringify(answer)}\n`
    for (const socket of this.#sockets) socket.write(this.#answer)
    if ('error' in answer) for (const socket of this.#sockets) socket.end()
  }

  /** Resolves when nobody has been connected for `patience` milliseconds. */
  gone(patience: number): Promise<void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined
      this.#onChange = () => {
        clearTimeout(timer)
        if (this.#sockets.size === 0) timer = setTimeout(() => resolve(this.#dismiss()), patience)
      }
      this.#onChange()
    })
  }

  // Who comes now is sent away and looks for another keeper.
  #dismiss(): void {
    this.#dismissed = true
    this.#onChange = () => undefined
  }
}
