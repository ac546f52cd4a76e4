/** Orders two versions, which are runs of digits of any length, as the numbers that they are: `7` and `007` are the same. */
export function compareVersions(left: string, right: string): number {
  const difference = BigInt(left) - BigInt(right)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** Orders migrations by version, for `toSorted`. */
export function byVersion(left: { readonly version: string }, right: { readonly version: string }): number {
  return compareVersions(left.version, right.version)
}

/** The migrations by the number that their version is. */
export function indexByVersion<T extends { readonly version: string }>(migrations: readonly T[]): Map<bigint, T> {
  return new Map(migrations.map((migration) => [BigInt(migration.version), migration]))
}

/** The version in what a person writes for a migration, which is its version or its folder's name. */
export function versionIn(target: string): string | undefined {
  return /^([0-9]+)(?:_.*)?$/s.exec(target)?.[1]
}
