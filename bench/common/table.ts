/** Tables of text, for Markdown and for terminals. */

export interface TextTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many columns from the left are words; the others are numbers, set to the right. */
  readonly words: number;
}

/** GitHub's Markdown. */
export function toMarkdown({ header, rows, words }: TextTable): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|${header.map((_, column) => (column < words ? '---|' : '---:|')).join('')}`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

/** Columns aligned by spaces. */
export function toText({ header, rows, words }: TextTable): string {
  const lines = [header, ...rows].map((row) => row.map((cell) => cell.replaceAll('**', '')));
  const widths = header.map((_, column) => Math.max(...lines.map((row) => (row[column] ?? '').length)));
  return lines
    .map((row) =>
      row
        .map((cell, column) => (column < words ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
