import { type Catalog, type CatalogObject, quotePath } from '../../catalog/index.ts'
import { isWord, quoteIdentifier, significantTokens } from '../../sql/index.ts'
import type { Step } from './step.ts'

/**
 * The steps with the privileges on columns after those on tables, and granted again where they must be: `revoke all on table`
 * takes those on its columns as well, which the differ does not reckon with.
 */
export function withColumnPrivileges(steps: readonly Step[], target: Catalog): Step[] {
  const onColumns = steps.filter(isOnColumns)
  const others = steps.filter((step) => !isOnColumns(step))
  return [...others, ...onColumns, ...others.flatMap(({ sql }) => grantsAfter(sql, target))]
}

function isOnColumns({ sql }: Step): boolean {
  const parts = [...significantTokens(sql)]
  const on = parts.findIndex((token) => isWord(token, 'on'))
  return isWord(parts[0], 'grant', 'revoke') && parts.slice(0, on).some(({ text }) => text === '(')
}

function grantsAfter(sql: string, target: Catalog): Step[] {
  if (!sql.startsWith('REVOKE ALL ON TABLE ')) return []
  const columns = [...target.values()].filter(({ kind }) => kind === 'column')
  const revoked = columns.filter(({ path }) => sql.startsWith(`REVOKE ALL ON TABLE ${quotePath(path.slice(0, -1))} `))
  return revoked.flatMap((column) => privilegesOn(column, target).flatMap((privilege) => grant(column, privilege)))
}

function privilegesOn({ name }: CatalogObject, target: Catalog): CatalogObject[] {
  return [...target.values()].filter(
    (each) => each.kind === 'privilege' && each.name.startsWith(`on column ${name} to `),
  )
}

function grant({ path, name }: CatalogObject, privilege: CatalogObject): Step[] {
  const role = privilege.name.slice(`on column ${name} to `.length)
  const on = `(${quoteIdentifier(path.at(-1)!)}) on table ${quotePath(path.slice(0, -1))} to ${role}`
  return privilege.definition.split(', ').map((each) => {
    const [word, option] = each.split(' with ')
    return {
      sql: `grant ${word} ${on}${option === undefined ? '' : ` with ${option}`}`,
      makes: [],
      drops: [],
      needs: [],
      frees: [],
      commits: false,
    }
  })
}
