import type { Node } from '@babel/types'
import { type Binding, defaultName, type Imported, localBinding, nameOf } from './bindings.ts'
import { fileOf, type SourceFile } from './parse.ts'

/** The binding that a name has at a node; of what is imported from the project, the one where it is declared. */
export function bindingOf(node: Node, name: string): Binding | undefined {
  const binding = localBinding(node, name)
  return binding && declaredBinding(binding, new Set())
}

/** The module that a name stands for: `import * as sql from './sql.ts'`. */
export function moduleOf(node: Node & { readonly name: string }): SourceFile | undefined {
  const imported = localBinding(node, node.name)?.imported
  return imported?.name === '*' ? fileOf(node).resolve(imported.from) : undefined
}

/** The binding that a module exports under a name. */
export function exportedBinding(module: SourceFile, name: string): Binding | undefined {
  return valueExport(module, name, new Set())
}

/** The file and the name there under which something that a file imports is declared; files that import each other end it. */
export function declaredElsewhere(file: SourceFile, { from, name }: Imported): Named | undefined {
  const module = file.resolve(from)
  return module && exportOf(module, name, new Set())
}

/** A name at the top level of a file. */
export interface Named {
  readonly file: SourceFile
  readonly name: string
}

// What has been looked at on the way, as modules may export each other's names in a circle.
type Seen = Set<unknown>

function declaredBinding(binding: Binding, seen: Seen): Binding | undefined {
  if (binding.imported === undefined) return binding
  if (seen.has(binding.at)) return undefined
  seen.add(binding.at)
  const { from, name } = binding.imported
  const module = fileOf(binding.at).resolve(from)
  return (module && valueExport(module, name, seen)) ?? binding
}

function valueExport(module: SourceFile, name: string, seen: Seen): Binding | undefined {
  const found = exportOf(module, name, new Set())
  const binding = found && localBinding(found.file.program, found.name)
  return binding && declaredBinding(binding, seen)
}

function exportOf(file: SourceFile, name: string, seen: Seen): Named | undefined {
  const key = `${file.path} ${name}`
  if (seen.has(key)) return undefined
  seen.add(key)
  for (const statement of file.program.body) {
    const found = exportIn(file, statement, name, seen)
    if (found !== undefined) return found
  }
  return name === 'default' ? undefined : starExport(file, name, seen)
}

/** What a statement exports under a name, unless it is a star, before which everything named comes. */
function exportIn(file: SourceFile, statement: Node, name: string, seen: Seen): Named | undefined {
  if (statement.type === 'ExportDefaultDeclaration') return name === 'default' ? defaultOf(file, statement) : undefined
  if (statement.type !== 'ExportNamedDeclaration') return undefined
  if (statement.declaration) return declares(statement.declaration, name) ? { file, name } : undefined
  for (const specifier of statement.specifiers) {
    if (specifier.type !== 'ExportSpecifier' || nameOf({ key: specifier.exported }) !== name) continue
    const local = nameOf({ key: specifier.local })!
    if (!statement.source) return { file, name: local }
    const module = file.resolve(statement.source.value)
    return module && exportOf(module, local, seen)
  }
  return undefined
}

function defaultOf(file: SourceFile, { declaration }: Extract<Node, { type: 'ExportDefaultDeclaration' }>): Named {
  if (declaration.type === 'Identifier') return { file, name: declaration.name }
  return {
    file,
    name: 'id' in declaration && declaration.id?.type === 'Identifier' ? declaration.id.name : defaultName,
  }
}

function starExport(file: SourceFile, name: string, seen: Seen): Named | undefined {
  for (const statement of file.program.body) {
    if (statement.type !== 'ExportAllDeclaration') continue
    const module = file.resolve(statement.source.value)
    const found = module && exportOf(module, name, seen)
    if (found !== undefined) return found
  }
  return undefined
}

function declares(declaration: Node, name: string): boolean {
  if (declaration.type === 'VariableDeclaration') return localBinding(declaration, name) !== undefined
  return 'id' in declaration && declaration.id?.type === 'Identifier' && declaration.id.name === name
}
