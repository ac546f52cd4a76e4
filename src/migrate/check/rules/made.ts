import type { ParsedStatement, SyntaxNode } from '../../../sql/index.ts'
import { type Path, relationPath, textsOf } from '../tree.ts'

/** The name of the relation, type or schema that a statement makes. */
export function madeBy({ tree }: ParsedStatement): readonly Path[] {
  const relation = relationOf(tree)
  const name = relation?.relname === undefined ? typeOf(tree) : relationPath(relation)
  return name === undefined ? [] : [name]
}

function relationOf(tree: SyntaxNode) {
  if ('CreateStmt' in tree) return unlessThere(tree.CreateStmt, tree.CreateStmt.relation)
  if ('CreateForeignTableStmt' in tree) return tree.CreateForeignTableStmt.base?.relation
  if ('CreateTableAsStmt' in tree) return unlessThere(tree.CreateTableAsStmt, tree.CreateTableAsStmt.into?.rel)
  if ('SelectStmt' in tree) return tree.SelectStmt.intoClause?.rel
  if ('ViewStmt' in tree && tree.ViewStmt.replace !== true) return tree.ViewStmt.view
  if ('CompositeTypeStmt' in tree) return tree.CompositeTypeStmt.typevar
  if ('IndexStmt' in tree) return indexOf(tree.IndexStmt)
  return undefined
}

// What may have been there before is not new.
function unlessThere<T>({ if_not_exists }: { if_not_exists?: boolean }, relation: T): T | undefined {
  return if_not_exists ? undefined : relation
}

function indexOf({ idxname, relation }: { idxname?: string; relation?: { schemaname?: string } }) {
  if (idxname === undefined) return undefined
  return relation?.schemaname === undefined
    ? { relname: idxname }
    : { relname: idxname, schemaname: relation.schemaname }
}

function typeOf(tree: SyntaxNode): Path | undefined {
  if ('CreateEnumStmt' in tree) return textsOf(tree.CreateEnumStmt.typeName)
  if ('CreateDomainStmt' in tree) return textsOf(tree.CreateDomainStmt.domainname)
  if ('CreateRangeStmt' in tree) return textsOf(tree.CreateRangeStmt.typeName)
  if ('CreateSchemaStmt' in tree && !tree.CreateSchemaStmt.if_not_exists) {
    return [tree.CreateSchemaStmt.schemaname ?? '']
  }
  return undefined
}
