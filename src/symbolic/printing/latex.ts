import { layOut, type Printable, type PrintOptions } from './layout.ts';

/** In the order of their code points, the final sigma before the other. */
const GREEK_LETTERS =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau upsilon phi chi psi omega'.split(
    ' ',
  );

const GREEK = new Set(
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega'.split(
    ' ',
  ),
);

/** LaTeX, for mathematics mode: `\frac{3}{7} x_{1}^{2} - x_{2}`. */
export function latexOf(f: Printable, options: PrintOptions = {}): string {
  return layOut(
    f,
    {
      names: latexNames(f.variables),
      exact: ({ numerator, denominator }) =>
        denominator === 1n ? `${numerator}` : `\\frac{${numerator}}{${denominator}}`,
      cut: (mantissa, exponent) => `${mantissa}\\ldots${exponent === 0 ? '' : ` \\times 10^{${exponent}}`}`,
      power: (name, exponent) =>
        exponent === 1 ? name : name.includes('^') ? `\\left(${name}\\right)^{${exponent}}` : `${name}^{${exponent}}`,
      times: ' \\, ',
      hidden: (count) => ` + \\cdots \\; \\text{(${count} more ${count === 1 ? 'term' : 'terms'})}`,
    },
    options,
  );
}

/** The names of several variables; those that would look alike, such as x1 and x_1, are upright and as they stand. */
function latexNames(variables: readonly string[]): readonly string[] {
  const names = variables.map(latexName);
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return names.map((name, i) => (counts.get(name) === 1 ? name : upright(variables[i]!)));
}

/** x1 → x_{1}, alpha → \alpha, W1_2_3 → W^{(1)}_{2,3}; other names upright. */
export function latexName(name: string): string {
  const weight = /^([A-Z]|b)(\d+)((?:_\d+)+)$/.exec(name);
  if (weight !== null) return `${weight[1]}^{(${weight[2]})}_{${weight[3]!.slice(1).replaceAll('_', ',')}}`;
  const indexed = /^([A-Za-z]+|[α-ω])_?(\d*)$/.exec(name);
  if (indexed !== null) {
    const [, letters, digits] = indexed as unknown as [string, string, string];
    const base = /[α-ω]/.test(letters)
      ? greekLetter(letters)
      : GREEK.has(letters)
        ? `\\${letters}`
        : letters.length === 1
          ? letters
          : `\\mathrm{${letters}}`;
    return digits === '' ? base : `${base}_{${digits}}`;
  }
  return upright(name);
}

/** α → \alpha. */
const greekLetter = (letter: string): string => {
  const name = GREEK_LETTERS[letter.charCodeAt(0) - 'α'.charCodeAt(0)]!;
  return name === 'omicron' ? 'o' : `\\${name}`;
};

const upright = (name: string): string =>
  `\\mathrm{${name.replace(/([\\{}$&#^_%~])/g, (character) => ESCAPES[character] ?? `\\${character}`).replace(/ /g, '\\ ')}}`;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\backslash ', '^': '\\hat{}', '~': '\\sim ' };
