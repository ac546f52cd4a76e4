import { stripVTControlCharacters } from 'node:util'

/** A cell of a table: text stands left, numbers stand right. */
export type Cell = string | number

/**
 * Lines with aligned columns, two spaces apart, without spaces at their ends. Styled text counts with its visible
 * width.
 */
export function table(rows: readonly (readonly Cell[])[]): string {
  const widths = columnWidths(rows)
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function columnWidths(rows: readonly (readonly Cell[])[]): number[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => visibleWidth(row[column] ?? ''))))
}

function pad(cell: Cell, width: number): string {
  const space = ' '.repeat(width - visibleWidth(cell))
  return typeof cell === 'number' ? `${space}${cell}` : `${cell}${space}`
}

function visibleWidth(cell: Cell): number {
  return [...stripVTControlCharacters(String(cell))].length
}
