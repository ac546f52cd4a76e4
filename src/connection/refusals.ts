import { RowhouseError } from '../errors/index.ts'
import { copiesFromStdin, copiesToStdout } from '../sql/index.ts'

/**
 * Refuses a COPY from or to the client with `COPY_UNSUPPORTED`. Through the ordinary query calls the one would wait for data for
 * ever, and the data of the other would be dropped.
 */
export function refuseCopy(text: string): void {
  if (copiesFromStdin(text)) {
    throw new RowhouseError(
      'COPY_UNSUPPORTED',
      'COPY … FROM STDIN cannot run as a statement, because its data has to follow it; insert the rows instead, for example from arrays: insert into … select * from unnest($1::int[], $2::text[])',
    )
  }
  if (copiesToStdout(text)) {
    throw new RowhouseError(
      'COPY_UNSUPPORTED',
      'COPY … TO STDOUT cannot run as a statement; read the rows with stream(`select …`) instead',
    )
  }
}

// The protocol counts parameters in 16 bits; one more would begin again at 0.
const mostParameters = 65_535

/** Refuses more parameters than a statement can have with `INVALID_PARAMETER`. */
export function refuseTooMany({ length: given }: readonly unknown[]): void {
  if (given <= mostParameters) return
  throw new RowhouseError(
    'INVALID_PARAMETER',
    `${given} parameters were given, and a statement can have ${mostParameters}; pass arrays instead: select * from unnest($1::int[], $2::text[])`,
    { facts: { given, most: mostParameters } },
  )
}
