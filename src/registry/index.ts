/**
 * The queries of the application, by their text. Empty here: the files that `rowhouse generate` writes fill it
 * (`declare module 'rowhouse' { interface Queries { … } }`), and with the first entry every call is checked against it.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled by declaration merging
export interface Queries {}

/**
 * The tables of the application, by name: `row` is what a select reads, `insert` and `update` are what can be written. Empty
 * here, and filled like `Queries`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled by declaration merging
export interface Tables {}

/** What a select reads of a row of the table: `Row<'users'>`. */
export type Row<Name extends keyof Tables> = Tables[Name] extends { row: infer R } ? R : never

/** What an insert into the table takes: `Insert<'users'>`. */
export type Insert<Name extends keyof Tables> = Tables[Name] extends { insert: infer R } ? R : never

/** What an update of the table takes: `Update<'users'>`. */
export type Update<Name extends keyof Tables> = Tables[Name] extends { update: infer R } ? R : never

/** Is there no generated type at all, so that rows are annotated by hand? */
export type Untyped = [keyof Queries] extends [never] ? true : false

/** The text of a call: itself when it is registered, else a type whose name is the message of the compiler's error. */
export type Checked<Text extends string> = Text extends keyof Queries
  ? Text
  : 'this query has no type yet: run `rowhouse generate`'

/** What a registered query answers. */
export type RowOf<Text extends string> = Text extends keyof Queries
  ? Queries[Text] extends { row: infer R extends object }
    ? R
    : never
  : never

/**
 * What is given beside the text of a registered query: its parameters if it has any, and then options. One condition decides it all,
 * and asks whether no parameters would do instead of comparing tuples member by member: both are what keeps a project of many
 * queries quick to check.
 */
export type GivenOf<Text extends string, Options> = Text extends keyof Queries
  ? Queries[Text] extends { params: infer P }
    ? [] extends P
      ? [params?: readonly [], options?: Options]
      : [params: P, options?: Options]
    : never
  : unknown[]
