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

/** Text as LaTeX prints it: letters and signs of mathematics as commands, so that any engine sets them. */
export const escapeLatex = (text: string): string =>
  text.replace(/[\\{}$&#^_%~<>|]|\P{ASCII}/gu, (character) => LATEX[character] ?? mathematics(character));

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '%': '\\%',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '’': "'",
  '–': '--',
  '…': '\\dots{}',
};

const GREEK =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi . pi rho . sigma tau upsilon phi chi psi omega';
const CAPITALS: Readonly<Record<string, string>> = {
  Γ: 'Gamma',
  Δ: 'Delta',
  Θ: 'Theta',
  Λ: 'Lambda',
  Ξ: 'Xi',
  Π: 'Pi',
  Σ: 'Sigma',
  Φ: 'Phi',
  Ψ: 'Psi',
  Ω: 'Omega',
};
const SIGNS: Readonly<Record<string, string>> = {
  '≤': '\\le',
  '≥': '\\ge',
  '≠': '\\ne',
  '≈': '\\approx',
  '−': '-',
  '→': '\\to',
  '←': '\\leftarrow',
  '√': '\\surd',
  '∞': '\\infty',
  '∈': '\\in',
  '⟨': '\\langle',
  '⟩': '\\rangle',
  '·': '\\cdot',
  '×': '\\times',
  '±': '\\pm',
  '‖': '\\|',
  '∂': '\\partial',
  '∇': '\\nabla',
  '∫': '\\int',
  '½': '\\frac12',
  '⅓': '\\frac13',
  '¼': '\\frac14',
  '⅕': '\\frac15',
};
const [SUPERSCRIPTS, SUBSCRIPTS] = ['⁰¹²³⁴⁵⁶⁷⁸⁹⁻', '₀₁₂₃₄₅₆₇₈₉₋'];
const DIGITS = '0123456789-';

/** A character in mathematics; itself where it has no command. */
function mathematics(character: string): string {
  const [up, down] = [SUPERSCRIPTS.indexOf(character), SUBSCRIPTS.indexOf(character)];
  if (up >= 0) return `$^{${DIGITS[up]}}$`;
  if (down >= 0) return `$_{${DIGITS[down]}}$`;
  const letter = GREEK.split(' ')[character.charCodeAt(0) - 'α'.charCodeAt(0)];
  const command =
    SIGNS[character] ?? ((CAPITALS[character] ?? letter) ? `\\${CAPITALS[character] ?? letter}` : undefined);
  return command === undefined || command === '\\.' ? character : `$${command}$`;
}
