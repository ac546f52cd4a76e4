import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytea } from './bytes.ts'

test('bytes come back as they went in, as a plain Uint8Array', () => {
  fc.assert(
    fc.property(fc.uint8Array({ size: 'large' }), (bytes) => {
      const decoded = bytea.decode(String(bytea.encode(bytes)))
      expect(decoded).toEqual(bytes)
      expect(Buffer.isBuffer(decoded)).toBe(false)
    }),
  )
})

test('the escape format is read too', () => {
  expect(bytea.decode('a\\\\b\\000\\377 "')).toEqual(Uint8Array.from([97, 92, 98, 0, 255, 32, 34]))
})

test('a Buffer, an ArrayBuffer and a window into one are written, a string is passed on', () => {
  const buffer = Uint8Array.from([1, 2, 3, 4]).buffer
  const values = [Buffer.from([255]), buffer, new Uint8Array(buffer, 1, 2), '\\xDEAD']
  expect(values.map(bytea.encode)).toEqual(['\\xff', '\\x01020304', '\\x0203', '\\xDEAD'])
})

test.each([[[1, 2]], [{}], [7], [new Date()]])('%o is not bytes', (value) => {
  expect(() => bytea.encode(value)).toThrow(expect.objectContaining({ code: 'INVALID_PARAMETER' }))
})
