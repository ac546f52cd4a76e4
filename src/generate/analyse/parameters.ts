import type { Parameter } from './analysis.ts'
import { type ColumnTypes, declaredType } from './column-types.ts'
import { type ParameterUse, parameterUses } from './parameter-uses.ts'
import type { Scope } from './scope.ts'
import { baseType, columnType, isJson, typeScriptType, withoutNull } from './types.ts'

/**
 * The parameters of a statement by the oids of their types. Null is refused where it goes into a column that refuses it; it is
 * allowed where it goes into another, or is provided for (`is null`, `coalesce` …); anywhere else it is a mistake, as in `= $1`.
 * A null that is given is SQL's, of `json` and `jsonb` too, so that the null in the type of a JSON value is left out.
 */
export function parametersOf(types: readonly number[], scope: Scope, columnTypes: ColumnTypes): Parameter[] {
  const uses = [...parameterUses(scope)]
  const labels = new Set<string>()
  return types.map((type, index) => {
    const own = uses.filter(({ number }) => number === index + 1)
    const nullable = takesNull(own)
    const value = declaredFor(own, type, scope, columnTypes) ?? typeScriptType(type, scope.catalog)
    return {
      name: uniqueLabel(labelOf(own) ?? `p${index + 1}`, labels),
      type: !nullable && isJson(baseType(type, scope.catalog)) ? withoutNull(value) : value,
      nullable,
    }
  })
}

/** The parameters of a statement of which the server tells nothing but their types. */
export function untracedParameters(types: readonly number[], scope: Pick<Scope, 'catalog'>): Parameter[] {
  return types.map((type, index) => ({
    name: `p${index + 1}`,
    type: typeScriptType(type, scope.catalog),
    nullable: true,
  }))
}

function takesNull(uses: readonly ParameterUse[]): boolean {
  return uses.some((use) => use.takesNull === true) && !uses.some((use) => use.takesNull === false)
}

function labelOf(uses: readonly ParameterUse[]): string | undefined {
  const labels = uses.flatMap(({ label, column }) =>
    label === undefined ? [] : [{ label, known: column !== undefined }],
  )
  const chosen = labels.find(({ known }) => known) ?? labels[0]
  return chosen === undefined ? undefined : identifier(chosen.label)
}

function identifier(label: string): string | undefined {
  const name = label.replaceAll(/[^\p{ID_Continue}$]+/gu, '_').replaceAll(/^_+|_+$/g, '')
  return /^[\p{ID_Start}$_]/u.test(name) ? name : undefined
}

function uniqueLabel(label: string, taken: Set<string>): string {
  let name = label
  for (let count = 2; taken.has(name); count += 1) name = `${label}${count}`
  taken.add(name)
  return name
}

function declaredFor(
  uses: readonly ParameterUse[],
  type: number,
  scope: Scope,
  columnTypes: ColumnTypes,
): string | undefined {
  const column = uses.map((use) => use.column).find((each) => each?.type === type)
  return declaredType(column, scope, columnTypes) ?? (column && columnType(column, scope.catalog))
}
