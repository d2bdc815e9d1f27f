/** Tables as plain data, written as CSV for programs and as LaTeX for papers. */

/** A cell: the same text in both, or one for each. LaTeX cells are given ready to typeset when they differ. */
export type Cell = string | { readonly csv: string; readonly latex: string };

export interface Table {
  /** The file name without its ending. */
  readonly name: string;
  readonly caption: string;
  readonly header: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
  /** The column alignments of LaTeX: `lrr`. */
  readonly alignment: string;
}

const csvOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.csv);

/** RFC 4180: a field with a comma, a quote or a line break is quoted, its quotes doubled. Lines end with \n. */
export const toCsv = ({ header, rows }: Table): string =>
  [header, ...rows]
    .map(
      (row) =>
        `${row
          .map(csvOf)
          .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
          .join(',')}\n`,
    )
    .join('');

/** A `table` environment with a caption and a label, for the package booktabs. */
export function toLatex({ name, caption, header, rows, alignment }: Table): string {
  const line = (row: readonly Cell[]): string =>
    `${row.map((cell) => (typeof cell === 'string' ? escapeLatex(cell) : cell.latex)).join(' & ')} \\\\`;
  return [
    '% Needs \\usepackage{booktabs}.',
    '\\begin{table}',
    '\\centering',
    `\\caption{${escapeLatex(caption)}}`,
    `\\label{tab:${name}}`,
    `\\begin{tabular}{${alignment}}`,
    '\\toprule',
    line(header),
    '\\midrule',
    ...rows.map(line),
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

/** Text as LaTeX prints it. */
export const escapeLatex = (text: string): string =>
  text.replace(/[\\{}$&#^_%~<>|≤≥−→]/g, (character) => LATEX[character] ?? `\\${character}`);

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '≤': '$\\le$',
  '≥': '$\\ge$',
  '−': '$-$',
  '→': '$\\to$',
};
