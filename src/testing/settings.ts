import type { Queryable } from '../query/index.ts'
import { quoteIdentifier } from '../sql/index.ts'

/** A setting of a database, as `alter database … set` leaves it. */
export interface DatabaseSetting {
  readonly name: string
  readonly value: string
}

/** The settings of a database, which `create database … template …` does not copy. */
export function readSettings(db: Queryable, database: string): Promise<DatabaseSetting[]> {
  return db.many<DatabaseSetting>(
    `select split_part(entry, '=', 1) as name, substr(entry, strpos(entry, '=') + 1) as value
     from pg_db_role_setting
     join pg_database on pg_database.oid = setdatabase
     cross join unnest(setconfig) as entry
     where datname = $1
       and setrole = 0`,
    [database],
  )
}

/** Gives a database these settings, through those of the session: so lists such as a `search_path` stay what they are. */
export async function applySettings(
  session: Queryable,
  database: string,
  settings: readonly DatabaseSetting[],
): Promise<void> {
  for (const { name, value } of settings) {
    await session.query('select set_config($1, $2, false)', [name, value])
    await session.script(`alter database ${quoteIdentifier(database)} set ${quoteIdentifier(name)} from current`)
  }
}
