// What is left out answers null for some input: to_char and extract for infinite times, lower and upper for an empty range,
// substring with a pattern that does not match, casts of infinite timestamps to time, array_length of an empty array.
const table = `
  abbrev: cidr | inet
  abs: bigint | double precision | integer | numeric | real | smallint
  acos: double precision
  age: timestamp with time zone | timestamp with time zone, timestamp with time zone | timestamp without time zone | timestamp without time zone, timestamp without time zone
  array_append: anycompatiblearray, anycompatible
  array_cat: anycompatiblearray, anycompatiblearray
  array_positions: anycompatiblearray, anycompatible
  array_prepend: anycompatible, anycompatiblearray
  array_remove: anycompatiblearray, anycompatible
  array_replace: anycompatiblearray, anycompatible, anycompatible
  array_reverse: anyarray
  array_sample: anyarray, integer
  array_shuffle: anyarray
  array_sort: anyarray | anyarray, boolean | anyarray, boolean, boolean
  array_to_json: anyarray | anyarray, boolean
  array_to_string: anyarray, text | anyarray, text, text
  ascii: text
  asin: double precision
  atan: double precision
  atan2: double precision, double precision
  bit: bigint, integer | bit, integer, boolean | integer, integer
  bit_count: bit | bytea
  bit_length: bit | bytea | text
  bool: integer
  bpchar: "char" | character, integer, boolean | name
  broadcast: inet
  btrim: bytea, bytea | text | text, text
  bytea: bigint | integer | smallint
  cardinality: anyarray
  casefold: text
  cbrt: double precision
  ceil: double precision | numeric
  ceiling: double precision | numeric
  char: integer | text
  char_length: character | text
  character_length: character | text
  chr: integer
  cidr: inet
  clock_timestamp:
  cos: double precision
  cosh: double precision
  crc32: bytea
  crc32c: bytea
  current_database:
  current_user:
  date: timestamp with time zone | timestamp without time zone
  date_bin: interval, timestamp with time zone, timestamp with time zone | interval, timestamp without time zone, timestamp without time zone
  date_trunc: text, interval | text, timestamp with time zone | text, timestamp with time zone, text | text, timestamp without time zone
  datemultirange: daterange
  daterange: date, date | date, date, text
  decode: text, text
  degrees: double precision
  div: numeric, numeric
  encode: bytea, text
  exp: double precision | numeric
  factorial: bigint
  family: inet
  float4: bigint | double precision | integer | numeric | smallint
  float8: bigint | integer | numeric | real | smallint
  floor: double precision | numeric
  gcd: bigint, bigint | integer, integer | numeric, numeric
  gen_random_uuid:
  get_bit: bit, integer | bytea, bigint
  get_byte: bytea, integer
  hashtext: text
  host: inet
  hostmask: inet
  inet_merge: inet, inet
  initcap: text
  int2: bigint | bytea | double precision | integer | numeric | real
  int4: "char" | bigint | bit | boolean | bytea | double precision | numeric | real | smallint
  int4multirange: int4range
  int4range: integer, integer | integer, integer, text
  int8: bit | bytea | double precision | integer | numeric | oid | real | smallint
  int8multirange: int8range
  int8range: bigint, bigint | bigint, bigint, text
  interval: interval, integer | time without time zone
  is_normalized: text, text
  isempty: anymultirange | anyrange
  isfinite: date | interval | timestamp with time zone | timestamp without time zone
  json_array_length: json
  json_object: text[] | text[], text[]
  json_strip_nulls: json, boolean
  json_typeof: json
  jsonb_array_length: jsonb
  jsonb_insert: jsonb, text[], jsonb, boolean
  jsonb_object: text[] | text[], text[]
  jsonb_pretty: jsonb
  jsonb_set: jsonb, text[], jsonb, boolean
  jsonb_strip_nulls: jsonb, boolean
  jsonb_typeof: jsonb
  justify_days: interval
  justify_hours: interval
  justify_interval: interval
  lcm: bigint, bigint | integer, integer | numeric, numeric
  left: text, integer
  length: bit | bytea | bytea, name | character | text | tsvector
  like_escape: bytea, bytea | text, text
  ln: double precision | numeric
  log: double precision | numeric | numeric, numeric
  log10: double precision | numeric
  lower: text
  lower_inc: anymultirange | anyrange
  lower_inf: anymultirange | anyrange
  lpad: text, integer | text, integer, text
  ltrim: bytea, bytea | text | text, text
  macaddr: macaddr8
  macaddr8: macaddr
  make_date: integer, integer, integer
  make_interval: integer, integer, integer, integer, integer, integer, double precision
  make_time: integer, integer, double precision
  make_timestamp: integer, integer, integer, integer, integer, double precision
  make_timestamptz: integer, integer, integer, integer, integer, double precision | integer, integer, integer, integer, integer, double precision, text
  masklen: inet
  md5: bytea | text
  mod: bigint, bigint | integer, integer | numeric, numeric | smallint, smallint
  money: bigint | integer | numeric
  name: character varying | character | text
  netmask: inet
  network: inet
  nextval: regclass
  normalize: text, text
  now:
  numeric: bigint | double precision | integer | money | numeric, integer | real | smallint
  nummultirange: numrange
  numnode: tsquery
  numrange: numeric, numeric | numeric, numeric, text
  octet_length: bit | bytea | character | text
  oid: bigint
  overlay: bit, bit, integer | bit, bit, integer, integer | bytea, bytea, integer | bytea, bytea, integer, integer | text, text, integer | text, text, integer, integer
  pg_advisory_lock: bigint | integer, integer
  pg_advisory_xact_lock: bigint | integer, integer
  pg_backend_pid:
  pg_try_advisory_lock: bigint | integer, integer
  pg_try_advisory_xact_lock: bigint | integer, integer
  phraseto_tsquery: regconfig, text | text
  pi:
  plainto_tsquery: regconfig, text | text
  position: bit, bit | bytea, bytea | text, text
  pow: double precision, double precision | numeric, numeric
  power: double precision, double precision | numeric, numeric
  quote_ident: text
  quote_literal: anyelement | text
  radians: double precision
  random:  | bigint, bigint | integer, integer | numeric, numeric
  range_merge: anymultirange | anyrange, anyrange
  regclass: text
  regexp_count: text, text | text, text, integer | text, text, integer, text
  regexp_instr: text, text | text, text, integer | text, text, integer, integer | text, text, integer, integer, integer | text, text, integer, integer, integer, text | text, text, integer, integer, integer, text, integer
  regexp_like: text, text | text, text, text
  regexp_replace: text, text, text | text, text, text, integer | text, text, text, integer, integer | text, text, text, integer, integer, text | text, text, text, text
  regexp_split_to_array: text, text | text, text, text
  repeat: text, integer
  replace: text, text, text
  reverse: bytea | text
  right: text, integer
  round: double precision | numeric | numeric, integer
  row_to_json: record | record, boolean
  rpad: text, integer | text, integer, text
  rtrim: bytea, bytea | text | text, text
  session_user:
  set_bit: bit, integer, integer | bytea, bigint, integer
  set_byte: bytea, integer, integer
  set_masklen: cidr, integer | inet, integer
  setseed: double precision
  setweight: tsvector, "char" | tsvector, "char", text[]
  sha224: bytea
  sha256: bytea
  sha384: bytea
  sha512: bytea
  sign: double precision | numeric
  similar_to_escape: text | text, text
  sin: double precision
  sinh: double precision
  split_part: text, text, integer
  sqrt: double precision | numeric
  starts_with: text, text
  statement_timestamp:
  string_to_array: text, text | text, text, text
  strip: tsvector
  strpos: text, text
  substr: bytea, integer | bytea, integer, integer | text, integer | text, integer, integer
  substring: bit, integer | bit, integer, integer | bytea, integer | bytea, integer, integer | text, integer | text, integer, integer
  tan: double precision
  tanh: double precision
  text: "char" | boolean | character | inet | name
  time: interval | time with time zone | time without time zone, integer
  timeofday:
  timestamp: date | timestamp with time zone | timestamp without time zone, integer
  timestamptz: date | timestamp with time zone, integer | timestamp without time zone
  timetz: time with time zone, integer | time without time zone
  timezone: text, time with time zone | text, timestamp with time zone | text, timestamp without time zone | time with time zone | timestamp with time zone | timestamp without time zone
  to_bin: bigint | integer
  to_char: bigint, text | double precision, text | integer, text | numeric, text | real, text
  to_date: text, text
  to_hex: bigint | integer
  to_json: anyelement
  to_jsonb: anyelement
  to_oct: bigint | integer
  to_timestamp: double precision | text, text
  to_tsquery: regconfig, text | text
  to_tsvector: json | jsonb | regconfig, json | regconfig, jsonb | regconfig, text | text
  transaction_timestamp:
  translate: text, text, text
  trim_array: anyarray, integer
  trunc: double precision | macaddr | macaddr8 | numeric | numeric, integer
  ts_rank: real[], tsvector, tsquery | real[], tsvector, tsquery, integer | tsvector, tsquery | tsvector, tsquery, integer
  ts_rank_cd: real[], tsvector, tsquery | real[], tsvector, tsquery, integer | tsvector, tsquery | tsvector, tsquery, integer
  tsmultirange: tsrange
  tsrange: timestamp without time zone, timestamp without time zone | timestamp without time zone, timestamp without time zone, text
  tstzmultirange: tstzrange
  tstzrange: timestamp with time zone, timestamp with time zone | timestamp with time zone, timestamp with time zone, text
  tsvector_to_array: tsvector
  txid_current:
  unistr: text
  upper: text
  upper_inc: anymultirange | anyrange
  upper_inf: anymultirange | anyrange
  uuidv4:
  uuidv7:  | interval
  varbit: bit varying, integer, boolean
  varchar: character varying, integer, boolean | name
  version:
  websearch_to_tsquery: regconfig, text | text
  width_bucket: anycompatible, anycompatiblearray | double precision, double precision, double precision, integer | numeric, numeric, numeric, integer
  xid: xid8
`

/**
 * Functions of PostgreSQL, casts among them, that answer something whenever no argument is null, by their signature: strictness
 * alone only says that null gives null.
 */
export const totalFunctions: ReadonlySet<string> = new Set(
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [name = '', signatures = ''] = line.trim().split(/: ?/)
      return signatures.split(' | ').map((types) => `${name}(${types})`)
    }),
)
