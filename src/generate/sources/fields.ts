import type { ClassBody, Expression, Node, TSType } from '@babel/types'
import { nameOf } from './bindings.ts'
import { ancestorsOf } from './parse.ts'

/** A field of a class: `readonly #db: Queryable`, or `constructor(private db: Queryable)`. */
export interface Field {
  readonly name: string
  readonly annotation?: TSType
  readonly optional: boolean
  /** The value with which it begins, if it is `readonly`. */
  readonly value?: Expression
}

/** The field of the class around a node that `this.name` means there. */
export function findField(node: Node, name: string): Field | undefined {
  for (const around of ancestorsOf(node)) {
    if (around.type === 'ClassBody') return fieldsOf(around).find((field) => field.name === name)
  }
  return undefined
}

function fieldsOf({ body }: ClassBody): Field[] {
  return body.flatMap((member): Field[] => {
    switch (member.type) {
      case 'ClassProperty':
      case 'ClassPrivateProperty':
        return propertyField(member, member)
      case 'ClassMethod':
        return member.params.flatMap(parameterField)
      default:
        return []
    }
  })
}

interface Property {
  readonly value?: Expression | null
  readonly readonly?: boolean | null
  readonly optional?: boolean | null
  readonly typeAnnotation?: Node | null
}

function propertyField(key: Parameters<typeof nameOf>[0], property: Property): Field[] {
  const name = nameOf(key)
  if (name === undefined) return []
  const { typeAnnotation: type, value, readonly, optional } = property
  return [
    {
      name,
      optional: optional === true,
      ...(type?.type === 'TSTypeAnnotation' && { annotation: type.typeAnnotation }),
      ...(readonly && value && { value }),
    },
  ]
}

function parameterField(param: Node): Field[] {
  if (param.type !== 'TSParameterProperty') return []
  const key = param.parameter.type === 'AssignmentPattern' ? param.parameter.left : param.parameter
  if (key.type !== 'Identifier') return []
  return propertyField({ key }, { typeAnnotation: key.typeAnnotation ?? null, optional: key.optional ?? null })
}
