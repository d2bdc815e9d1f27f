/** The rows of a tested conjecture as tables. */
import { numberFromRational, parseRational } from '../../base/rational.ts';
import { parseCorrelationFunction } from '../correlation-functions/parse.ts';
import { correlationLatex } from '../correlation-functions/print.ts';
import type { Cell, Table } from '../tables/table.ts';
import type { ConjectureRow } from './row.ts';
import type { ConjectureResult } from './test-conjecture.ts';

const DIGITS = 4;

/** Every row; fractions are whole in CSV and rounded in LaTeX. */
export const conjectureTable = ({ bound, rows }: ConjectureResult): Table => ({
  name: 'correlation-functions',
  caption: `Exact exponents of correlation functions of wide polynomial networks against the bound ${bound}; all inputs equal, K = 1. d counts hidden layers, n* = c1/c0.`,
  header: [
    { csv: 'activation', latex: '$\\sigma$' },
    { csv: 'depth', latex: '$d$' },
    { csv: 'correlation', latex: 'correlation function' },
    'bound',
    'exact',
    { csv: 'simulated', latex: 'simulated' },
    'verdict',
    { csv: 'distance', latex: 'distance' },
    { csv: 'leading', latex: '$c_0$' },
    { csv: 'crossover', latex: '$n^*$' },
    'note',
  ],
  rows: rows.map((row): readonly Cell[] => [
    row.activation,
    `${row.depth}`,
    { csv: row.correlation, latex: `$${correlationLatex(parseCorrelationFunction(row.correlation))}$` },
    signed(row.bound),
    signed(row.exact === null ? '' : `${row.exact}`),
    row.simulated ?? '',
    row.verdict,
    row.distance ?? '',
    rounded(row.leading),
    rounded(row.crossover),
    row.note ?? '',
  ]),
  alignment: 'lllrrrlrrrl',
});

/** Counts for each activation and depth. */
export function conjectureSummary({ rows }: ConjectureResult): readonly (readonly string[])[] {
  const groups = new Map<string, ConjectureRow[]>();
  for (const row of rows) {
    const name = `${row.activation}\n${row.depth}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const count = (group: readonly ConjectureRow[], verdict: string): string =>
    `${group.filter((row) => row.verdict === verdict).length}`;
  const verdicts = ['tight', 'loose', 'vanishes', 'violates', 'undecided'];
  if (rows.some(({ verdict }) => verdict === 'tested')) verdicts.push('tested');
  return [
    ['activation', 'depth', 'functions', ...verdicts],
    ...[...groups].map(([name, group]) => [
      ...name.split('\n'),
      `${group.length}`,
      ...verdicts.map((verdict) => count(group, verdict)),
    ]),
  ];
}

/** The rows for a terminal. */
export function conjectureText({ rows }: ConjectureResult): readonly (readonly string[])[] {
  const simulated = rows.some((row) => row.simulated !== null);
  return [
    [
      'activation',
      'depth',
      'correlation function',
      'bound',
      'exact',
      ...(simulated ? ['simulated'] : []),
      'verdict',
      'leading',
      'n*',
    ],
    ...rows.map((row) => [
      row.activation,
      `${row.depth}`,
      row.correlation,
      row.bound,
      row.exact === null ? '–' : `${row.exact}`,
      ...(simulated ? [row.simulated ?? '–'] : []),
      row.verdict === 'loose' || row.verdict === 'violates' ? `${row.verdict} by ${row.distance}` : row.verdict,
      row.leading === null ? '–' : decimal(row.leading),
      row.crossover === null ? '–' : decimal(row.crossover),
    ]),
  ];
}

/**
 * Networks side by side, a line for each correlation function: the bound, and of each activation and depth the exact
 * exponent, – where there is none, and the fitted one. Reported as seen: no fit is held against the bound.
 */
export function comparisonTable({ rows }: Pick<ConjectureResult, 'rows'>): Table {
  const networks = [...new Map(rows.map((row) => [`${row.activation}, depth ${row.depth}`, row])).keys()];
  const lines = new Map<string, Map<string, ConjectureRow>>();
  for (const row of rows) {
    const line = lines.get(row.correlation) ?? new Map<string, ConjectureRow>();
    lines.set(row.correlation, line.set(`${row.activation}, depth ${row.depth}`, row));
  }
  return {
    name: 'comparison',
    caption:
      'Exact and fitted exponents side by side; all inputs equal, K = 1. Fits over widths, with intervals; observed.',
    header: [
      { csv: 'correlation', latex: 'correlation function' },
      'bound',
      ...networks.flatMap((network) => [`${network}: exact`, `${network}: simulated`]),
    ],
    rows: [...lines].map(([correlation, line]): readonly Cell[] => [
      { csv: correlation, latex: `$${correlationLatex(parseCorrelationFunction(correlation))}$` },
      signed([...line.values()][0]!.bound),
      ...networks.flatMap((network): Cell[] => {
        const row = line.get(network);
        if (row === undefined) return ['', ''];
        return [exactText(row), row.simulated ?? '–'];
      }),
    ]),
    alignment: `lr${'rr'.repeat(networks.length)}`,
  };
}

/** The exponent, 0 for a mean that vanishes, and – where it is not known. */
const exactText = ({ exact, verdict }: ConjectureRow): string =>
  exact !== null ? `${exact}` : verdict === 'vanishes' ? 'mean 0' : '–';

const signed = (text: string): Cell => ({ csv: text, latex: text === '' ? '' : `$${text}$` });

const rounded = (text: string | null): Cell => {
  if (text === null) return '';
  const [mantissa, exponent] = decimal(text).split('e');
  return {
    csv: text,
    latex: exponent === undefined ? `$${mantissa}$` : `$${mantissa} \\cdot 10^{${Number(exponent)}}$`,
  };
};

const decimal = (text: string): string =>
  /^-?\d{1,9}$/.test(text) ? text : `${Number(numberFromRational(parseRational(text)).toPrecision(DIGITS))}`;
