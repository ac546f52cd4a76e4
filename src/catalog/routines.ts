import { scope } from './scope.ts'

const routineName = `array[schema.name, proc.proname]::text[] as path,
    '(' || (
      select coalesce(string_agg(format_type(argument.type, null), ', ' order by argument.number), '')
      from unnest(proc.proargtypes::oid[]) with ordinality as argument (type, number)
    ) || ')' as suffix,
    null::text[] as parent`

// A range type brings its constructor functions along, which depend on it internally.
const standsAlone = `not exists (
    select from pg_depend
    where classid = 'pg_proc'::regclass
    and objid = proc.oid
    and deptype in ('e', 'i')
  )`

/** Functions, window functions and procedures, with their whole text. */
export const routines = `${scope}
  select case proc.prokind when 'p' then 'procedure' else 'function' end as kind,
    ${routineName},
    rtrim(pg_get_functiondef(proc.oid), E' \\n') as definition
  from pg_proc as proc
  join schema on schema.oid = proc.pronamespace
  where proc.prokind in ('f', 'w', 'p')
  and ${standsAlone}
  order by 2, 3`

/** Aggregates, by the functions that they are made of. */
export const aggregates = `${scope}
  select 'aggregate' as kind,
    ${routineName},
    concat_ws(', ',
      'sfunc = ' || aggregate.aggtransfn::regproc::text,
      'stype = ' || format_type(aggregate.aggtranstype, null),
      'finalfunc = ' || nullif(aggregate.aggfinalfn, 0)::regproc::text,
      'combinefunc = ' || nullif(aggregate.aggcombinefn, 0)::regproc::text,
      'initcond = ' || quote_literal(aggregate.agginitval),
      'parallel = ' || proc.proparallel::text
    ) as definition
  from pg_proc as proc
  join schema on schema.oid = proc.pronamespace
  join pg_aggregate as aggregate on aggregate.aggfnoid = proc.oid
  where ${standsAlone}
  order by 2, 3`
