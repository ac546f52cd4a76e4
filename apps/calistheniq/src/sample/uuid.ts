import { createHash } from 'node:crypto'

const namespace = Buffer.from('6f1c1a5e5d0b4c0e9a7b3f2d8e4c6b10', 'hex')

/** The id of a row of sample data: a version 5 UUID (RFC 9562), always the same for the same name. */
export function sampleId(name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
