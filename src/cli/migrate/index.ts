import type { Cli } from '../program.ts'
import { addBaseline } from './baseline.ts'
import { addCheck } from './check.ts'
import { addDiff, addDump } from './diff.ts'
import { addDrift } from './drift.ts'
import { addNew } from './new.ts'
import { addPlan } from './plan.ts'
import { addRebase } from './rebase.ts'
import { addDown, addRedo, addUp } from './run.ts'
import { addStatus } from './status.ts'

/** Adds `rowhouse migrate new | up | down | redo | status | plan | check | diff | dump | drift | baseline | rebase`. */
export function addMigrate(cli: Cli): void {
  const migrate = cli.program.command('migrate').description('change the schema by versioned SQL files, up and down')
  for (const add of [
    addNew,
    addUp,
    addDown,
    addRedo,
    addStatus,
    addPlan,
    addCheck,
    addDiff,
    addDump,
    addDrift,
    addBaseline,
    addRebase,
  ])
    add(cli, migrate)
}
