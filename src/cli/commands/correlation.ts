import type { Command } from '../command.ts';
import { positiveInteger } from '../options.ts';
import { writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';
import { readMatrix } from '../read-matrix.ts';

interface Options {
  readonly activation: string;
  readonly depth: number;
  readonly gram?: string;
  readonly width?: string;
  readonly weightVariance?: string;
  readonly biasVariance?: string;
  readonly orders?: number;
  readonly figure?: string;
  readonly latex?: true;
  readonly json?: true;
}

export const command: Command = {
  register(program) {
    program
      .command('correlation')
      .summary('correlation functions of wide networks, exactly in the width')
      .description(
        'The mean over the initialisation of a product of derivative tensors of f, with all parameter indices contracted, as an exact polynomial in 1/n, beside the bound n^s of its cluster graph.\nThe network is dense, z¹ = s U x + t b, z^{l+1} = s n^(−1/2) W σ(z^l) + t b, with all parameters N(0, 1).',
      )
      .argument('<NOTATION>', "'f[m,n](1) f[m](2) f[n](3) f(4)': letters for contracted indices, numbers for inputs")
      .requiredOption('--activation <POLYNOMIAL>', "σ as a polynomial in x, such as 'x^2', 'x + x^2/2' or He3")
      .requiredOption('--depth <N>', 'hidden layers', positiveInteger('--depth'))
      .option('--gram <ROWS>', "inner products of the inputs, '[[1,1/2],[1/2,1]]', names for symbols; all 1 without")
      .option('--width <NAMES>', 'one for all hidden layers, or a list: names or numbers', 'n')
      .option('--weight-variance <S2>', 's², or a list with one for each layer of weights', '1')
      .option('--bias-variance <T2>', 't², or such a list', '0')
      .option('--orders <N>', 'only the first N powers of 1/n, which is quicker', positiveInteger('--orders'))
      .option('--figure <FILE.svg>', 'draw the cluster graph')
      .option('--latex', 'print the correlation function as LaTeX too')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
Examples:
  isserlis correlation "f[m,n](1) f[m](2) f[n](3) f(4)" --activation "x^2" --depth 2
  isserlis correlation "f[m](1) f[m](2)" --activation He3 --depth 1 --gram "[[1,1/2],[1/2,1]]"
  isserlis correlation "f(1) f(1) f(2) f(2)" --activation "x + x^2/2" --depth 1 --gram "[[K11,K12],[K12,K22]]" --json`,
      )
      .action(run);
  },
};

async function run(notation: string, options: Options): Promise<void> {
  const { parseCorrelationFunction } = await import('../../theory/correlation-functions/parse.ts');
  const { correlationReport } = await import('../../theory/correlation-functions/mean.ts');
  const { correlationLatex, correlationText } = await import('../../theory/correlation-functions/print.ts');
  const { clusterGraph } = await import('../../theory/correlation-functions/cluster-graph.ts');
  const { activationFromText } = await import('../../symbolic/width/read-activation.ts');
  const { wideNetwork } = await import('../../symbolic/width/wide-network.ts');
  const { gramMatrix } = await import('../../symbolic/width/gram.ts');
  const { formatRational } = await import('../../base/rational.ts');

  const correlation = parseCorrelationFunction(notation);
  const network = wideNetwork({
    depth: options.depth,
    activation: activationFromText(options.activation).map(formatRational),
    widths: oneOrList(options.width ?? 'n', (text) => (/^\d+$/.test(text) ? Number(text) : text)),
    weightVariance: oneOrList(options.weightVariance ?? '1', String),
    biasVariance: oneOrList(options.biasVariance ?? '0', String),
  });
  const bar = progressBar('Averaging');
  try {
    const report = correlationReport(correlation, network, {
      progress: bar.progress,
      ...(options.gram === undefined ? {} : { gram: gramMatrix(readMatrix(options.gram, '--gram'), '--gram') }),
      ...(options.orders === undefined ? {} : { orders: options.orders }),
    });
    bar.stop();
    if (options.figure !== undefined) {
      const { clusterGraphSvg } = await import('../../theory/correlation-functions/cluster-graph-figure.ts');
      await writeResult([clusterGraphSvg(correlation)], options.figure);
    }
    if (options.json === true) {
      await writeResult([`${JSON.stringify(report, null, 2)}\n`]);
      return;
    }
    const { even, odd } = clusterGraph(correlation);
    const lines = [
      correlationText(correlation),
      ...(options.latex === true ? [correlationLatex(correlation)] : []),
      `bound      n^${report.predictedExponent} (${even} even and ${odd} odd components)`,
      report.exactExponent === null
        ? 'exact      0: it vanishes identically'
        : `exact      n^${report.exactExponent}, ${report.tight ? 'the bound is attained' : `below the bound by ${report.predictedExponent - report.exactExponent}`}`,
      ...(report.exactExponent === null
        ? []
        : [`value      ${inInverseWidths(report.polynomialInInverseWidth, network.widths)}`]),
      ...(report.crossoverWidth === null
        ? []
        : [`n* = c₁/c₀ ${decimal(report.crossoverWidth)}: the expansion means something for n ≫ |n*|`]),
    ];
    await writeResult([`${lines.join('\n')}\n`]);
  } finally {
    bar.stop();
  }
}

/** `27 + 288/n`; coefficients that are sums in parentheses. */
function inInverseWidths(coefficients: Readonly<Record<string, string>>, widths: readonly (string | number)[]): string {
  const names = [...new Set(widths.filter((width) => typeof width === 'string'))];
  // The coefficients of several inverse widths have these in them.
  if (names.length > 1) return Object.values(coefficients).join(' + ').replace(/\+ -/g, '- ');
  const [n = 'n'] = names;
  return Object.entries(coefficients)
    .map(([power, text], i) => {
      const sum = /[^-] [+-] /.test(text);
      const minus = !sum && text.startsWith('-');
      const shown = sum ? `(${text})` : minus ? text.slice(1) : text;
      const sign = i === 0 ? (minus ? '-' : '') : minus ? ' - ' : ' + ';
      if (power === '0') return `${sign}${shown}`;
      const by = power === '1' ? n : `${n}^${power}`;
      return `${sign}${shown.includes('/') && !sum ? `(${shown})` : shown}/${by}`;
    })
    .join('');
}

function decimal(fraction: string): string {
  const [numerator = '', denominator = '1'] = fraction.split('/');
  return denominator === '1' ? numerator : `≈ ${Number((Number(numerator) / Number(denominator)).toPrecision(4))}`;
}

const listOf = (text: string): string[] =>
  text
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(',')
    .map((entry) => entry.trim().replace(/^"(.*)"$/, '$1'));

function oneOrList<T>(text: string, read: (entry: string) => T): T | readonly T[] {
  const entries = listOf(text).map(read);
  return entries.length === 1 ? entries[0]! : entries;
}
