// Academy under load: npm run bench:academy
// (BENCH_PEOPLE, BENCH_SECONDS, BENCH_THINK_MS, BENCH_ATTEMPTS, BENCH_DATABASE_URL)
// A PostgreSQL with a history of attempts, the application as a process of its own, and people who use it all at once.
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { connect } from 'rowhouse'
import { migrateUp } from 'rowhouse/migrate'
import { seed } from 'rowhouse/seed'
import { startTestServer } from 'rowhouse/testing'
import { actions } from './academy-actions.js'
import { report, runCrowd } from './crowd.js'

const people = Number(process.env.BENCH_PEOPLE ?? 200)
const seconds = Number(process.env.BENCH_SECONDS ?? 30)
const thinkMs = Number(process.env.BENCH_THINK_MS ?? 1000)
const attempts = Number(process.env.BENCH_ATTEMPTS ?? 100_000)
const port = 3981
const folder = fileURLToPath(new URL('../../apps/academy/', import.meta.url))

const server = process.env.BENCH_DATABASE_URL
  ? undefined
  : await startTestServer({ settings: { fsync: 'on', synchronous_commit: 'on' } })
const url = process.env.BENCH_DATABASE_URL ?? server.url
let program
try {
  const tokens = await prepare()
  program = await serve()
  const crowd = { url: `http://127.0.0.1:${port}/api`, people: tokens.map(person), seconds, thinkMs, actions }
  await runCrowd({ ...crowd, seconds: Math.min(5, seconds) })
  const measured = await runCrowd(crowd)
  console.log(
    `${people} people, ${thinkMs} ms of thought between two requests, ${seconds} s, ${attempts} attempts in the tables, Node ${process.version}\n`,
  )
  console.log(report(measured))
  process.exitCode = measured.failures.size > 0 ? 1 : 0
} finally {
  program?.kill('SIGTERM')
  if (program) await once(program, 'exit')
  await server?.dispose()
}

/** Migrates, seeds, writes a history of attempts, and gives a token for each of the people. */
async function prepare() {
  const db = await connect(url)
  await migrateUp(db, { folder: `${folder}migrations` })
  await seed(db, { projectFolder: folder, kinds: ['reference'] })
  await db.script(`
    update quizzes set retry_minutes = 0;
    insert into users (email, name)
    select 'learner' || number || '@example.com', 'Learner ' || number
    from generate_series(1, 2000) as number;
    insert into quiz_attempts (
      user_id, quiz_id, attempt_number, status, policy, question_order, started_at, submitted_at, score, max_score, passed)
    select learner.id, quiz.id, number, 'submitted',
      jsonb_build_object('passing_percent', quiz.passing_percent, 'max_attempts', null, 'aggregation', 'highest',
        'feedback', 'after_submit', 'retry_minutes', 0, 'time_limit_seconds', null),
      asked.questions, now() - number * interval '1 day', now() - number * interval '1 day' + interval '5 minutes',
      0, asked.points, false
    from (select id, row_number() over (order by email) as place from users) as learner
    cross join quizzes as quiz
    cross join generate_series(1, ${Math.ceil(attempts / 10_000)}) as number
    cross join lateral (
      select jsonb_agg(jsonb_build_object('id', id, 'version', version, 'options',
          (select jsonb_agg(option -> 'id') from jsonb_array_elements(options) as option))
          order by question_order) as questions,
        sum(points) as points
      from questions
      where quiz_id = quiz.id
    ) as asked;
    insert into attempt_answers (attempt_id, question_id, version, picked, score, is_right)
    select attempt.id, key.question_id, key.version,
      case when is_right then key.correct else '{}' end,
      case when is_right then version.points else 0 end,
      is_right
    from quiz_attempts as attempt
    join questions as question on question.quiz_id = attempt.quiz_id
    join question_versions as version on version.question_id = question.id and version.version = question.version
    join answer_key.question_keys as key on key.question_id = question.id and key.version = question.version
    cross join lateral (select hashtext(attempt.id::text || question.id::text) % 3 <> 0 as is_right) as luck;
    update quiz_attempts as attempt
    set score = total.score,
        passed = total.score * 100 >= (policy ->> 'passing_percent')::numeric * max_score
    from (select attempt_id, sum(score) as score from attempt_answers group by attempt_id) as total
    where total.attempt_id = attempt.id;
    analyze`)
  const tokens = await logIn(db)
  await db.close()
  return tokens
}

async function logIn(db) {
  const { rows } = await db.queryUnsafe(`select id from users order by email limit $1`, [people])
  const tokens = rows.map(() => randomBytes(32).toString('base64url'))
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest())
  await db.queryUnsafe(
    `insert into user_tokens (token_hash, user_id, expires_at)
     select hash, id, now() + interval '1 day'
     from unnest($1::bytea[], $2::uuid[]) as token (hash, id)`,
    [hashes, rows.map(({ id }) => id)],
  )
  return tokens
}

async function serve() {
  const child = spawn(process.execPath, [`${folder}dist/main.js`], {
    env: { ...process.env, DATABASE_URL: url, PORT: String(port), HOST: '127.0.0.1', NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (;;) {
    if (child.exitCode !== null) throw new Error('Academy did not start')
    const healthy = await fetch(`http://127.0.0.1:${port}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (healthy) return child
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function person(token) {
  return { headers: { authorization: `Bearer ${token}` } }
}
