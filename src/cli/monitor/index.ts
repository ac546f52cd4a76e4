import { InvalidArgumentError } from 'commander'
import { type Snapshot, takeSnapshot } from '../../monitor/index.ts'
import { isTerminal, styles } from '../../terminal/index.ts'
import { type CommonOptions, type Context, withDatabase } from '../context.ts'
import { type Cli, common, done } from '../program.ts'
import { snapshotLines } from './lines.ts'
import { live } from './live.ts'

interface MonitorCommandOptions extends CommonOptions {
  /** Seconds between two looks. */
  readonly interval: number
}

/** Adds `rowhouse monitor`. */
export function addMonitor({ program, streams, run }: Cli): void {
  common(program.command('monitor'), 'rowhouse monitor --interval 5')
    .description(
      'show what the server does: activity, locks and who blocks whom, slow statements, cache, tables, indexes, replication',
    )
    .option('--interval <seconds>', 'look again after so many seconds', secondsFrom, 2)
    .action((options: MonitorCommandOptions) =>
      run(options, () =>
        withDatabase(streams, options, async (context) => {
          if (isTerminal(streams.stdout) && options.json !== true) await watch(context, options.interval)
          else await printOnce(context)
          return done
        }),
      ),
    )

  async function watch({ db }: Context, interval: number): Promise<void> {
    const { stdout } = streams
    await live(stdout, interval * 1000, async () => draw(await takeSnapshot(db), db.description))
  }

  function draw(snapshot: Snapshot, title: string): string[] {
    return snapshotLines(snapshot, { title, styles: styles(streams.stdout) })
  }

  async function printOnce({ db, output }: Context): Promise<void> {
    const snapshot = await takeSnapshot(db)
    output.result(snapshot, draw(snapshot, db.description))
  }
}

function secondsFrom(text: string): number {
  const seconds = Number(text)
  if (seconds >= 0.1 && seconds <= 3600) return seconds
  throw new InvalidArgumentError('it must be a number of seconds from 0.1 to 3600.')
}
