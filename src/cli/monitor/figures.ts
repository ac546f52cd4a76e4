const sizes = ['B', 'kB', 'MB', 'GB', 'TB']

/** Bytes as people read them: `8 kB`, `1.2 GB`. */
export function bytes(value: number): string {
  const step = value < 1 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log2(value) / 10))
  const scaled = value / 1024 ** step
  return `${scaled < 10 && step > 0 ? Math.round(scaled * 10) / 10 : Math.round(scaled)} ${sizes[step]}`
}

/** A number with its thousands apart: `1,234,567`. */
export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 })
}

/** A share as `99.3 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** Seconds as `0.4 s`, `12 s`, `3 min`, `5 h`. A clock that was put back gives no less than none. */
export function seconds(value: number): string {
  if (value < 10) return `${Math.max(0, value).toFixed(1)} s`
  if (value < 120) return `${Math.round(value)} s`
  return value < 7200 ? `${Math.round(value / 60)} min` : `${Math.round(value / 3600)} h`
}
