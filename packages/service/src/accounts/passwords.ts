import { hash, verify } from '@node-rs/argon2'

// OWASP's Password Storage Cheat Sheet: argon2id with at least 19 MiB of memory, two passes, one lane.
const settings = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

/** The hash of a password, with its salt and settings in it (argon2id, PHC string format). */
export function hashPassword(password: string): Promise<string> {
  return hash(password, settings)
}

/**
 * Whether a password belongs to a hash. Without a hash, because nobody has that name, it takes as long, so that the time does
 * not tell who has an account.
 */
export async function verifyPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await nobodysHash()), password)
  return matches && passwordHash !== undefined
}

let nobodys: Promise<string> | undefined

function nobodysHash(): Promise<string> {
  nobodys ??= hashPassword('nobody')
  return nobodys
}
