// People who use a service at once: each does one thing after another, thinks in between, and every answer is timed.

/**
 * @typedef {object} Person
 * @property {Record<string, string>} headers sent with each request
 * @property {(action: string, request: { method?: string, path: string, body?: unknown }) => Promise<any>} ask
 */

/**
 * Runs `people` for `seconds`: each takes actions by their weight and thinks for `thinkMs` in the mean between two of them.
 * @param {{ url: string, people: { headers: Record<string, string> }[], seconds: number, thinkMs: number,
 *   actions: { weight: number, act: (person: Person) => Promise<void> }[] }} crowd
 */
export async function runCrowd({ url, people, seconds, thinkMs, actions }) {
  const latencies = new Map()
  const failures = new Map()
  const end = performance.now() + seconds * 1000
  const started = performance.now()
  await Promise.all(
    people.map(async ({ headers }) => {
      const person = { headers, ask: asker({ url, headers, latencies, failures }) }
      while (performance.now() < end) {
        await pick(actions).act(person)
        // Exponential, as the times between what people do are.
        await new Promise((resolve) => setTimeout(resolve, -Math.log(1 - Math.random()) * thinkMs))
      }
    }),
  )
  return { seconds: (performance.now() - started) / 1000, latencies, failures }
}

/** @returns {Person['ask']} */
function asker({ url, headers, latencies, failures }) {
  return async (action, { method = 'GET', path, body }) => {
    const from = performance.now()
    const answer = await fetch(url + path, {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const times = latencies.get(action) ?? []
    latencies.set(action, times)
    times.push(performance.now() - from)
    if (answer.status >= 400) {
      const failure = `${action}: ${answer.status} ${text.slice(0, 120)}`
      failures.set(failure, (failures.get(failure) ?? 0) + 1)
    }
    return text === '' ? undefined : JSON.parse(text)
  }
}

function pick(actions) {
  const total = actions.reduce((sum, { weight }) => sum + weight, 0)
  let left = Math.random() * total
  for (const action of actions) {
    left -= action.weight
    if (left < 0) return action
  }
  return actions[0]
}

/** A table of what `runCrowd` timed, one line for each action. */
export function report({ seconds, latencies, failures }) {
  const lines = ['| action | requests | /s | p50 ms | p95 ms | p99 ms |', '|---|---|---|---|---|---|']
  for (const [action, times] of [...latencies].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const sorted = times.toSorted((a, b) => a - b)
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1)
    const rate = (times.length / seconds).toFixed(0)
    lines.push(`| ${action} | ${times.length} | ${rate} | ${at(0.5)} | ${at(0.95)} | ${at(0.99)} |`)
  }
  for (const [failure, count] of failures) lines.push('', `FAILED ${count} times: ${failure}`)
  return lines.join('\n')
}
