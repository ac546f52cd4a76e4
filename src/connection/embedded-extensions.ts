import type { Extension } from '@electric-sql/pglite'

/**
 * The extensions that `create extension` finds in the embedded database: those of PostgreSQL's contrib modules that schemas are
 * built with. PGlite has to be given them before it starts; together they cost a tenth of a second.
 */
export async function loadExtensions(): Promise<Record<string, Extension>> {
  const modules = await Promise.all([
    import('@electric-sql/pglite/contrib/btree_gin'),
    import('@electric-sql/pglite/contrib/btree_gist'),
    import('@electric-sql/pglite/contrib/citext'),
    import('@electric-sql/pglite/contrib/cube'),
    import('@electric-sql/pglite/contrib/earthdistance'),
    import('@electric-sql/pglite/contrib/fuzzystrmatch'),
    import('@electric-sql/pglite/contrib/hstore'),
    import('@electric-sql/pglite/contrib/intarray'),
    import('@electric-sql/pglite/contrib/ltree'),
    import('@electric-sql/pglite/contrib/pg_trgm'),
    import('@electric-sql/pglite/contrib/pgcrypto'),
    import('@electric-sql/pglite/contrib/tablefunc'),
    import('@electric-sql/pglite/contrib/unaccent'),
    import('@electric-sql/pglite/contrib/uuid_ossp'),
  ])
  // Loaders of TypeScript add a `default` to a module; an extension is what has a set-up.
  return Object.fromEntries(modules.flatMap((module) => Object.entries(module)).filter(([name]) => name !== 'default'))
}
