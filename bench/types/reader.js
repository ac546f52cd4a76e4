// Reads types as TypeScript does.
import ts from 'typescript'

const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: ['node'],
}
const { Any, Unknown, Null, Undefined, Void, Never, Object: ObjectType } = ts.TypeFlags

/** Can TypeScript parse it as a type? */
export function isTypeScript(type) {
  return ts.transpileModule(`type Answer = ${type}`, { reportDiagnostics: true }).diagnostics.length === 0
}

/** The types that a file exports, and questions about them. */
export function createReader(file) {
  const program = ts.createProgram([file], options)
  const checker = program.getTypeChecker()
  const exported = checker.getSymbolAtLocation(program.getSourceFile(file)).exports
  const assignable = (from, to) => checker.isTypeAssignableTo(from, to)
  const format = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias

  return {
    /** The type of a property of `<kind>_<case>_<driver>`; nothing if there is none. */
    property(kind, { each, driver }, name) {
      const owner = checker.getDeclaredTypeOfSymbol(exported.get(`${kind}_${each.id}_${driver}`))
      const property = checker.getPropertyOfType(owner, name)
      return property && checker.getTypeOfSymbol(property)
    },
    text: (type) => checker.typeToString(type, undefined, format),
    isNever: (type) => has(type, Never),
    acceptsNull: (type) => members(type).some((member) => has(member, Null | Any | Unknown)),
    /** Is every value of the one, but null, a value of the other? */
    fits: (type, into) => values(type).every((member) => assignable(member, into)),
    /** Have they values in common? Of a type that is only null that is not asked. */
    overlaps: (type, other) =>
      has(type, Null) || values(type).some((member) => assignable(member, other)) || assignable(other, type),
    /** Is it `any` or `unknown`, or has it such a part, where there is something to say? */
    isVague(type, truth) {
      if (members(type).some(saysNothing)) return !saysNothing(truth) && !isJsonValue(truth)
      return holds(type, saysNothing) && !holds(truth, isJsonValue)
    },
  }

  /** Is there such a type among its elements and properties, however deep? */
  function holds(type, test, met = new Set()) {
    if (met.has(type)) return false
    met.add(type)
    const inside = members(type).flatMap(parts)
    return inside.some((part) => test(part) || members(part).some(test) || holds(part, test, met))
  }

  function parts(type) {
    if (checker.isArrayType(type)) return checker.getTypeArguments(type)
    if (!has(type, ObjectType) || isOfLibrary(type)) return []
    const value = checker.getIndexTypeOfType(type, ts.IndexKind.String)
    const properties = checker.getPropertiesOfType(type).map((property) => checker.getTypeOfSymbol(property))
    return value === undefined ? properties : [...properties, value]
  }
}

function saysNothing(type) {
  return has(type, Any | Unknown)
}

function isJsonValue({ aliasSymbol }) {
  return aliasSymbol?.name === 'JsonValue'
}

// Nobody asks for the parts of a Date.
function isOfLibrary({ symbol }) {
  const file = symbol?.declarations?.[0]?.getSourceFile().fileName
  return file !== undefined && /node_modules\/(typescript|@types)\//.test(file)
}

function has({ flags }, some) {
  return (flags & some) !== 0
}

function members(type) {
  return type.isUnion() ? type.types : [type]
}

/** The members of a type but null and what stands for it. */
function values(type) {
  return members(type).filter((member) => !has(member, Null | Undefined | Void | Never))
}
