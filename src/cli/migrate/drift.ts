import type { Command } from 'commander'
import { type Drift, type DriftedObject, detectDrift } from '../../migrate/index.ts'
import type { Styles } from '../../terminal/index.ts'
import { type CommonOptions, withMigrationDatabase } from '../context.ts'
import { type Cli, common, done, findings } from '../program.ts'

/** Adds `rowhouse migrate drift`. */
export function addDrift(cli: Cli, migrate: Command): void {
  common(migrate.command('drift'), 'rowhouse migrate drift --json')
    .description(
      'compare the database with what it was after the last run of migrations, with the SQL to adopt or to revert each difference; exit code 1 on drift',
    )
    .action((options: CommonOptions) =>
      cli.run(options, () =>
        withMigrationDatabase(cli.streams, options, async ({ db, project: { schemas }, output }) => {
          const drift = await detectDrift(db, { schemas })
          output.result(drift, driftLines(drift, db.description, output.styles))
          return drift.objects.length === 0 && drift.interrupted === undefined ? done : findings
        }),
      ),
    )
}

const sources = {
  snapshot: 'as this server wrote it down after the last run',
  replay: 'as an embedded PostgreSQL made it of the history, since no snapshot of the last run is there',
} as const

function driftLines({ source, objects, interrupted }: Drift, description: string, styles: Styles): string[] {
  const verdict =
    objects.length === 0
      ? styles.green('no drift')
      : styles.red(`${objects.length} ${objects.length === 1 ? 'difference' : 'differences'}`)
  return [
    ...(interrupted === undefined
      ? []
      : [`${styles.red('interrupted')}  only a part of ${interrupted} stands; finish it first: rowhouse migrate up`]),
    ...objects.flatMap((object) => objectLines(object, styles)),
    `${verdict} on ${description}, compared with the catalog ${sources[source]}`,
  ]
}

function objectLines({ change, kind, name, expected, live, adopt, revert }: DriftedObject, styles: Styles): string[] {
  const both = change === 'different'
  return [
    `${styles.yellow(change)}  ${styles.bold(`${kind} ${name}`)}`,
    ...(both ? [`  was     ${oneLine(expected!.definition)}`, `  is      ${oneLine(live!.definition)}`] : []),
    ...labelled('adopt', adopt),
    ...labelled('revert', revert),
  ]
}

function labelled(label: string, sql: string | undefined): string[] {
  if (sql === undefined) return []
  return `${sql};`.split('\n').map((line, at) => `  ${(at === 0 ? label : '').padEnd(8)}${line}`)
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}
