import { resolve } from 'node:path';
import { InputError } from '../../base/errors.ts';
import type { RowSimulationOptions } from '../../theory/conjecture/simulated-row.ts';
import type { ConjectureResult } from '../../theory/conjecture/test-conjecture.ts';
import type { CorrelationFunction } from '../../theory/correlation-functions/correlation-function.ts';
import type { Table } from '../../theory/tables/table.ts';
import type { Command } from '../command.ts';
import { widthsOption } from '../correlation-simulation.ts';
import { positiveInteger, seedOption } from '../options.ts';
import { note, table, writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';

interface Options {
  readonly activations: string;
  readonly depths: string;
  readonly tensors?: number;
  readonly functions?: string;
  readonly derivatives: number;
  readonly bound?: string;
  readonly curve?: string;
  readonly simulate?: true;
  readonly widths?: string;
  readonly draws?: number;
  readonly seed?: number;
  readonly probes?: number;
  readonly threads?: number;
  readonly maximumProducts?: number;
  readonly out?: string;
  readonly json?: true;
}

const DERIVATIVES = 3;
const WIDTHS = '16,64,256';
const DRAWS = 400;
/** E ∂_μν f ∂_μ f ∂_ν f f, which drives dΘ/dt. */
const CURVE = 'f[m,n](1) f[m](1) f[n](1) f(1)';
const COUNTEREXAMPLES = 'counterexamples.json';

export const command: Command = {
  register(program) {
    program
      .command('conjecture')
      .summary('the bound on correlation functions, tested for a family of networks')
      .description(
        'For every activation and depth, and all correlation functions up to a number of tensors: the bound of the cluster graph, the exact exponent, whether the bound is attained, the leading coefficient and n*. All inputs are equal, of norm 1; all widths n; parameters N(0, 1), no biases.\nA violation ends with 1 and is kept in counterexamples.json. With --simulate, networks are drawn too: fitted exponents stand beside, also for relu, tanh and sigmoid, and claim nothing.',
      )
      .requiredOption('--activations <LIST>', "polynomials in x, 'x,x^2,He3'; with --simulate, relu, tanh, sigmoid too")
      .requiredOption('--depths <LIST>', "numbers of hidden layers, '1,2'")
      .option('--tensors <M>', 'all correlation functions up to so many tensors', positiveInteger('--tensors'))
      .option('--functions <LIST>', "these in place of all, 'f[m,m](1) f(1); f[m](1) f[m](1)'")
      .option('--derivatives <K>', 'the highest derivative of a tensor', positiveInteger('--derivatives'), DERIVATIVES)
      .option('--bound <FORMULA>', 'another bound, a polynomial in even, odd, tensors, contractions')
      .option('--simulate', 'draw networks, and put a fitted exponent into every row')
      .option('--widths <N,N,…>', `widths to simulate at; ${WIDTHS} without`)
      .option('--draws <N>', `networks drawn at each width; ${DRAWS} without`, positiveInteger('--draws'))
      .option('--seed <N>', 'of the draws, an integer; 0 without', seedOption)
      .option('--probes <N>', 'random vectors a draw for indices on cycles; 1 without', positiveInteger('--probes'))
      .option('--threads <N>', 'worker threads of the simulation', positiveInteger('--threads'))
      .option('--maximum-products <N>', 'the limit of work for each mean', positiveInteger('--maximum-products'))
      .option('--curve <NOTATION>', `whose exact curves to draw (default: "${CURVE}")`)
      .option('--out <DIR>', 'keep rows as they are found, tables and figures; a run with the same DIR goes on')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
Examples:
  isserlis conjecture --activations "x,x^2,x^3" --depths 1,2 --tensors 4
  isserlis conjecture --activations "x^2" --depths 2 --tensors 6 --derivatives 2 --out conjecture
  isserlis conjecture --activations "He2" --depths 1 --tensors 4 --bound "even + odd/2 - tensors/2 - 1/2"
  isserlis conjecture --activations "relu,tanh,x^2" --depths 2 --functions "f[m,n,r](1) f[m](1) f[n](1) f[r](1)" --simulate`,
      )
      .action(run);
  },
};

async function run(options: Options): Promise<void> {
  const { CLUSTER_BOUND, boundFromText } = await import('../../theory/conjecture/bound.ts');
  const { conjectureSubjects, testConjecture } = await import('../../theory/conjecture/test-conjecture.ts');
  const { conjectureFolder } = await import('../../theory/conjecture/folder.node.ts');
  const { parseCorrelationFunction } = await import('../../theory/correlation-functions/parse.ts');

  const family = {
    activations: listOf(options.activations, '--activations'),
    depths: listOf(options.depths, '--depths').map(positiveInteger('--depths')),
    ...(options.tensors === undefined ? {} : { tensors: options.tensors }),
    derivatives: options.derivatives,
    bound: options.bound ?? CLUSTER_BOUND,
    ...functionsOf(options, parseCorrelationFunction),
    ...simulationOf(options),
    ...(options.maximumProducts === undefined ? {} : { maximumProducts: options.maximumProducts }),
  };
  // What is wrong with these is said before a folder is made.
  boundFromText(family.bound);
  conjectureSubjects(family);
  const curve = parseCorrelationFunction(options.curve ?? CURVE);
  if (options.curve !== undefined && options.out === undefined)
    throw new InputError('--curve', 'there is nowhere to draw it to', 'Give a folder with --out');

  const folder = options.out === undefined ? undefined : await conjectureFolder(options.out);
  const bar = progressBar('Testing');
  let result: ConjectureResult;
  try {
    result = await testConjecture({
      ...family,
      progress: bar.progress,
      ...(folder === undefined ? {} : { earlier: folder.earlier, keep: folder.keep }),
    });
  } finally {
    bar.stop();
  }
  if (folder !== undefined) await writeFolder(result, folder.write, curve);
  await report(result, options);
}

function functionsOf(
  { functions, tensors }: Options,
  parse: (text: string) => CorrelationFunction,
): { readonly functions?: readonly CorrelationFunction[] } {
  if (functions === undefined) {
    if (tensors === undefined)
      throw new InputError('--tensors', 'missing', 'Give --tensors M for all correlation functions, or --functions');
    return {};
  }
  if (tensors !== undefined)
    throw new InputError('--functions', 'it is in place of --tensors, and both are given', 'Leave one out');
  return { functions: functions.split(';').map((one) => parse(one)) };
}

const SIMULATION_ONLY = ['widths', 'draws', 'seed', 'probes', 'threads'] as const;

function simulationOf(options: Options): { readonly simulation?: RowSimulationOptions } {
  const { simulate, seed, probes, threads } = options;
  if (simulate !== true) {
    const unused = SIMULATION_ONLY.find((name) => options[name] !== undefined);
    if (unused !== undefined) throw new InputError(`--${unused}`, 'it is for simulations', 'Add --simulate');
    return {};
  }
  return {
    simulation: {
      widths: widthsOption(options.widths ?? WIDTHS),
      draws: options.draws ?? DRAWS,
      ...(seed === undefined ? {} : { seed }),
      ...(probes === undefined ? {} : { probes }),
      ...(threads === undefined ? {} : { threads }),
    },
  };
}

async function report(result: ConjectureResult, { out, json }: Options): Promise<void> {
  const { comparisonTable, conjectureSummary, conjectureText } = await import('../../theory/conjecture/tables.ts');
  const simulated = result.rows.some((row) => row.simulation !== null);
  const { counterexamples, counts, bound } = result;
  if (json === true) await writeResult([`${JSON.stringify(result, null, 2)}\n`]);
  else {
    const sideBySide = simulated ? [plain(comparisonTable(result))] : [];
    const parts = [conjectureText(result), conjectureSummary(result), ...sideBySide];
    await writeResult([`${parts.map(table).join('\n\n')}\n${simulated ? `\n${FITS}\n` : ''}`]);
  }
  if (counts.undecided > 0) note(`${counts.undecided} undecided: over the limit on work, see their notes with --json`);
  if (out !== undefined) note(`tables and figures: ${resolve(out)}`);
  if (counterexamples.length === 0) return;
  process.exitCode = 1;
  const file = out === undefined ? await freeName() : resolve(out, COUNTEREXAMPLES);
  if (out === undefined) await writeResult([counterexamplesText(result)], file);
  const [{ activation, depth, correlation, exact, bound: predicted, leading }] = counterexamples as [
    ConjectureResult['rows'][number],
  ];
  note(
    [
      '',
      '*'.repeat(78),
      `COUNTEREXAMPLE: ${counterexamples.length} of ${result.rows.length} correlation functions exceed the bound n^(${bound})`,
      `  ${correlation} for ${activation}, ${depth} hidden layer${depth === 1 ? '' : 's'}: exactly ${leading} n^${exact} + …, bound n^${predicted}`,
      `  kept in ${file}; on its own:`,
      `  isserlis correlation "${correlation}" --activation "${activation}" --depth ${depth}`,
      '*'.repeat(78),
    ].join('\n'),
  );
}

const FITS =
  'Simulated: exponents fitted over the widths, with intervals; ! where a few draws carry the spread. Observed, no claim.';

const plain = ({ header, rows }: Table): readonly (readonly string[])[] =>
  [header, ...rows].map((row) => row.map((cell) => (typeof cell === 'string' ? cell : cell.csv)));

const counterexamplesText = ({ bound, counterexamples }: ConjectureResult): string =>
  `${JSON.stringify({ bound, counterexamples }, null, 2)}\n`;

/** A file that is not there yet: what was found before is never written over. */
async function freeName(): Promise<string> {
  const { existsSync } = await import('node:fs');
  let file = resolve(COUNTEREXAMPLES);
  for (let k = 2; existsSync(file); k++) file = resolve(COUNTEREXAMPLES.replace('.', `-${k}.`));
  return file;
}

async function writeFolder(
  result: ConjectureResult,
  write: (name: string, text: string) => Promise<void>,
  curve: import('../../theory/correlation-functions/correlation-function.ts').CorrelationFunction,
): Promise<void> {
  const { comparisonTable, conjectureSummary, conjectureTable, conjectureText } = await import(
    '../../theory/conjecture/tables.ts'
  );
  const { toCsv, toLatex } = await import('../../theory/tables/table.ts');
  const { exponentsFigure } = await import('../../theory/figures/exponents-figure.ts');
  const { conjectureCurvesFigure } = await import('../../theory/conjecture/curves.ts');
  // First of all, whatever happens to the rest.
  if (result.counterexamples.length > 0) await write(COUNTEREXAMPLES, counterexamplesText(result));
  const rows = conjectureTable(result);
  await write('conjecture.csv', toCsv(rows));
  await write('conjecture.tex', toLatex(rows));
  await write('conjecture.txt', `${table(conjectureText(result))}\n\n${table(conjectureSummary(result))}\n`);
  if (result.rows.some(({ exact }) => exact !== null))
    await write('exponents.svg', (await exponentsFigure(result.rows)).svg);
  if (result.rows.some(({ simulation }) => simulation !== null)) {
    const { fittedExponentsFigure } = await import('../../theory/figures/fitted-exponents-figure.ts');
    const comparison = comparisonTable(result);
    await write('comparison.csv', toCsv(comparison));
    await write('comparison.tex', toLatex(comparison));
    await write('fitted-exponents.svg', (await fittedExponentsFigure(result.rows)).svg);
  }
  const figure = await conjectureCurvesFigure(result, curve);
  if (figure === undefined) note('no curve: the mean vanishes or takes too much work for every network');
  else await write('curves.svg', figure.svg);
}

function listOf(text: string, option: string): string[] {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (entries.length === 0) throw new InputError(option, `expected a list with commas, got '${text}'`);
  return entries;
}
