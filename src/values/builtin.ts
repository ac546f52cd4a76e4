import { arrayCodec } from './arrays.ts'
import { bool } from './booleans.ts'
import { bytea } from './bytes.ts'
import type { Codec } from './codec.ts'
import { jsonCodec } from './json.ts'
import { floatCodec, int8Codec, integerCodec, type ValueOptions } from './numbers.ts'
import { multirangeCodec, rangeCodec } from './ranges.ts'
import { textCodec } from './text.ts'
import { clockCodec, timestamptz } from './time.ts'
import { vectorCodec } from './vectors.ts'

/** A type that every PostgreSQL has under the same oid, and the oid of its array type. */
type BuiltIn = readonly [oid: number, arrayOid: number, codec: Codec]

/** The codecs of the built-in types and of the arrays of them, by oid. */
export function builtInCodecs({ int8 = 'number' }: ValueOptions = {}): Map<number, Codec> {
  const codecs = new Map<number, Codec>()
  for (const [oid, arrayOid, codec] of [...scalars(int8), ...texts(), ...ranges(int8)]) {
    codecs.set(oid, codec)
    codecs.set(arrayOid, arrayCodec(codec, codec.name === 'box' ? ';' : ','))
  }
  return codecs
}

function scalars(int8: NonNullable<ValueOptions['int8']>): BuiltIn[] {
  return [
    [16, 1000, bool],
    [17, 1001, bytea],
    [20, 1016, int8Codec(int8)],
    [21, 1005, integerCodec('int2')],
    [22, 1006, vectorCodec('int2vector')],
    [23, 1007, integerCodec('int4')],
    [26, 1028, integerCodec('oid')],
    [30, 1013, vectorCodec('oidvector')],
    [114, 199, jsonCodec('json')],
    [700, 1021, floatCodec('float4')],
    [701, 1022, floatCodec('float8')],
    [1184, 1185, timestamptz],
    [3802, 3807, jsonCodec('jsonb')],
    ...clocks(),
  ]
}

function clocks(): BuiltIn[] {
  return [
    [1082, 1182, clockCodec('date', 'YYYY-MM-DD')],
    [1083, 1183, clockCodec('time', 'HH:MM:SS')],
    [1114, 1115, clockCodec('timestamp', 'YYYY-MM-DD HH:MM:SS')],
    [1186, 1187, clockCodec('interval', '1 day 02:00:00')],
    [1266, 1270, clockCodec('timetz', 'HH:MM:SS+00')],
  ]
}

function ranges(int8: NonNullable<ValueOptions['int8']>): BuiltIn[] {
  const subtypes: [name: string, subtype: Codec, range: [number, number], multirange: [number, number]][] = [
    ['int4', integerCodec('int4'), [3904, 3905], [4451, 6150]],
    ['num', textCodec('numeric'), [3906, 3907], [4532, 6151]],
    ['ts', clockCodec('timestamp', 'YYYY-MM-DD HH:MM:SS'), [3908, 3909], [4533, 6152]],
    ['tstz', timestamptz, [3910, 3911], [4534, 6153]],
    ['date', clockCodec('date', 'YYYY-MM-DD'), [3912, 3913], [4535, 6155]],
    ['int8', int8Codec(int8), [3926, 3927], [4536, 6157]],
  ]
  return subtypes.flatMap(([name, subtype, range, multirange]): BuiltIn[] => [
    [...range, rangeCodec(`${name}range`, subtype)],
    [...multirange, multirangeCodec(`${name}multirange`, subtype)],
  ])
}

/** The types whose values are strings as PostgreSQL writes them. */
function texts(): BuiltIn[] {
  return textTypes.map(([oid, arrayOid, name]) => [oid, arrayOid, textCodec(name)])
}

const textTypes: readonly (readonly [oid: number, arrayOid: number, name: string])[] = [
  [18, 1002, 'char'],
  [19, 1003, 'name'],
  [24, 1008, 'regproc'],
  [25, 1009, 'text'],
  [27, 1010, 'tid'],
  [28, 1011, 'xid'],
  [29, 1012, 'cid'],
  [142, 143, 'xml'],
  [600, 1017, 'point'],
  [601, 1018, 'lseg'],
  [602, 1019, 'path'],
  [603, 1020, 'box'],
  [604, 1027, 'polygon'],
  [628, 629, 'line'],
  [650, 651, 'cidr'],
  [718, 719, 'circle'],
  [774, 775, 'macaddr8'],
  [790, 791, 'money'],
  [829, 1040, 'macaddr'],
  [869, 1041, 'inet'],
  [1033, 1034, 'aclitem'],
  [1042, 1014, 'bpchar'],
  [1043, 1015, 'varchar'],
  [1560, 1561, 'bit'],
  [1562, 1563, 'varbit'],
  [1700, 1231, 'numeric'],
  [1790, 2201, 'refcursor'],
  [2202, 2207, 'regprocedure'],
  [2203, 2208, 'regoper'],
  [2204, 2209, 'regoperator'],
  [2205, 2210, 'regclass'],
  [2206, 2211, 'regtype'],
  [2249, 2287, 'record'],
  [2275, 1263, 'cstring'],
  [2950, 2951, 'uuid'],
  [2970, 2949, 'txid_snapshot'],
  [3220, 3221, 'pg_lsn'],
  [3614, 3643, 'tsvector'],
  [3615, 3645, 'tsquery'],
  [3734, 3735, 'regconfig'],
  [3769, 3770, 'regdictionary'],
  [4072, 4073, 'jsonpath'],
  [4089, 4090, 'regnamespace'],
  [4096, 4097, 'regrole'],
  [4191, 4192, 'regcollation'],
  [5038, 5039, 'pg_snapshot'],
  [5069, 271, 'xid8'],
]
