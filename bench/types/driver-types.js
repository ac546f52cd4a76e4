// What a value of a PostgreSQL type is in JavaScript, by the parsers that a driver ships with.

const pg = {
  16: 'boolean',
  17: 'Buffer',
  20: 'string',
  21: 'number',
  23: 'number',
  26: 'number',
  600: 'Point',
  700: 'number',
  701: 'number',
  1082: 'Date',
  1114: 'Date',
  1184: 'Date',
  1186: 'PostgresInterval',
}
const postgres = { ...pg, 600: 'string', 1186: 'string' }
const scalars = { pg, postgres }

// Arrays that `pg` reads; others it gives as the text that the server sent. Of numeric[], though not of numeric, it makes numbers.
const arrays = {
  boolean: [1000],
  number: [1005, 1007, 1021, 1022, 1231],
  string: [1009, 1014, 1015, 1016, 1183, 2951],
  Date: [1115, 1182, 1185],
}

/**
 * The driver through which a column is looked at. postgres.js reads a null in an array as NaN or 'NULL', which would make
 * right who forgets it.
 * @param {string} driver
 * @param {import('./truth.js').PgType} type
 */
export function driverOf(driver, type) {
  return driver === 'postgres' && type.element !== undefined ? 'pg' : driver
}

/**
 * The type of a column's values, without null, through a driver. Shapes of JSON, labels of enums and where elements are null
 * come from the case; Rowhouse's own driver gives what the case says.
 * @param {string} driver
 * @param {import('./truth.js').PgType} type
 * @param {string} declared
 */
export function columnType(driver, type, declared) {
  if (driver === 'rowhouse' || isJson(type.element ?? type) || type.kind === 'e') return declared
  if (type.element === undefined) return scalars[driver][type.oid] ?? 'string'
  const element = Object.keys(arrays).find((name) => arrays[name].includes(type.oid))
  return element === undefined ? 'string' : withElement(declared, element)
}

// `(number | null)[][]` of dates is `(Date | null)[][]`.
function withElement(declared, element) {
  const dimensions = declared.slice(declared.indexOf('['))
  return declared.includes('| null') ? `(${element} | null)${dimensions}` : `${element}${dimensions}`
}

/** @param {import('./truth.js').PgType} type */
export function isJson({ oid }) {
  return oid === 114 || oid === 3802
}

const number = ['number', 'bigint']
const text = ['string', 'number', 'boolean', 'Date', 'Record<string, unknown>', 'readonly unknown[]', 'Uint8Array']
const sent = {
  16: ['boolean'],
  17: ['Uint8Array'],
  20: ['number', 'string', 'bigint'],
  21: number,
  23: number,
  25: text,
  700: ['number'],
  701: ['number'],
  1043: text,
  1082: ['Date', 'string'],
  1114: ['Date', 'string'],
  1184: ['Date', 'string'],
  1700: ['number', 'string', 'bigint'],
}

/**
 * The types of values that can be sent for a parameter. One of the peers' drivers may be able to send more than is sensible
 * (any number is a text too), and a tool is not blamed for that.
 * @param {string} driver
 * @param {import('./truth.js').PgType} type
 * @param {string} declared
 */
export function parameterTypes(driver, type, declared) {
  if (driver === 'rowhouse') return [declared]
  if (isJson(type)) return ['unknown']
  if (type.kind === 'e') return [declared]
  if (type.element !== undefined)
    return [`readonly (${[...parameterTypes(driver, type.element, 'string'), 'null'].join(' | ')})[]`]
  return sent[type.oid] ?? ['string']
}
