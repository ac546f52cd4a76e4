import { arrayCodec } from './arrays.ts'
import { builtInCodecs } from './builtin.ts'
import type { Codec, Decode, DecodeBytes, Encode } from './codec.ts'
import { type Attribute, compositeCodec } from './composites.ts'
import type { ValueOptions } from './numbers.ts'
import { multirangeCodec, rangeCodec } from './ranges.ts'
import { textCodec } from './text.ts'
import type { TypeRow } from './type-query.ts'

/**
 * The codecs of one database, by the oid of the type. The built-in types are known from the start; the others are learnt from
 * the rows that `typeQuery` answers.
 */
export class TypeRegistry {
  readonly #builtIn: ReadonlyMap<number, Codec>
  readonly #learnt = new Map<number, Codec>()

  constructor(options?: ValueOptions) {
    this.#builtIn = builtInCodecs(options)
  }

  /** Reads values of the type; `undefined` if it is not known yet. */
  decoder(oid: number): Decode | undefined {
    return this.#find(oid)?.decode
  }

  /** Reads the type's values in the binary format; `undefined` if they are better asked for as text. */
  binaryDecoder(oid: number): DecodeBytes | undefined {
    return this.#find(oid)?.decodeBinary
  }

  /** Writes values of the type, throwing `INVALID_PARAMETER` for one that it cannot hold; `undefined` if it is not known yet. */
  encoder(oid: number): Encode | undefined {
    return this.#find(oid)?.encode
  }

  /** The name of the type, for messages; `undefined` if it is not known yet. */
  typeName(oid: number): string | undefined {
    return this.#find(oid)?.name
  }

  /** Those of the oids, each once, that are neither built in nor learnt. */
  missing(oids: Iterable<number>): number[] {
    return [...new Set(oids)].filter((oid) => this.#find(oid) === undefined)
  }

  /** Learns the types in `rows`, the answer of `typeQuery` for `asked`. An asked oid without a row is taken for text. */
  learn(rows: readonly TypeRow[], asked: readonly number[]): void {
    const byOid = new Map(rows.map((row) => [row.oid, row]))
    for (const oid of [...byOid.keys(), ...asked]) this.#learnType(oid, byOid)
  }

  /** Drops what was learnt, since DDL may have changed it. */
  forget(): void {
    this.#learnt.clear()
  }

  #find(oid: number): Codec | undefined {
    return this.#builtIn.get(oid) ?? this.#learnt.get(oid)
  }

  #learnType(oid: number, rows: ReadonlyMap<number, TypeRow>): Codec {
    const known = this.#find(oid)
    if (known !== undefined) return known
    const row = rows.get(oid)
    const codec = row === undefined ? textCodec(`type ${oid}`) : codecOf(row, (part) => this.#learnType(part, rows))
    this.#learnt.set(oid, codec)
    return codec
  }
}

/** The codec of a described type; `find` gives those of the types it is made of. */
function codecOf(row: TypeRow, find: (oid: number) => Codec): Codec {
  if (row.kind === 'composite') return compositeCodec(row.name, attributesOf(row, find))
  if (row.part === null) return textCodec(row.name)
  const part = find(row.part)
  switch (row.kind) {
    case 'array':
      return arrayCodec(part, row.delimiter ?? ',')
    case 'domain':
      return { ...part, name: row.name }
    case 'range':
      return rangeCodec(row.name, part)
    case 'multirange':
      return multirangeCodec(row.name, part)
    case 'other':
      return textCodec(row.name)
  }
}

function attributesOf(row: TypeRow, find: (oid: number) => Codec): Attribute[] {
  const pairs: [name: string, oid: number][] = JSON.parse(row.attributes ?? '[]')
  return pairs.map(([name, oid]) => ({ name, codec: find(oid) }))
}
