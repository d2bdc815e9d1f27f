import { InputError } from '../../base/errors.ts';
import type { ExpansionReport } from '../../symbolic/expansion-plan.ts';
import type { Command } from '../command.ts';
import { collect, positiveInteger, positiveNumber, termsOption } from '../options.ts';
import { note, writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';

interface Options {
  readonly output?: readonly string[];
  readonly format: string;
  readonly out?: string;
  readonly symbolic?: true;
  readonly terms?: number | 'all';
  readonly digits?: number;
  readonly timing?: true;
  readonly threads?: number;
  readonly maximumMemory?: number;
  readonly maximumProducts?: number;
}

/** What text shows on a terminal unless told otherwise: whole polynomials are for files and programs. */
const SHORT = { terms: 20, digits: 8 };
const SHORTENED =
  'Shortened: … stands for digits and terms left out. --terms all shows everything exactly; --format json is for programs.';

export const command: Command = {
  register(program) {
    program
      .command('expand')
      .summary('the explicit polynomial of every output, exactly')
      .description(
        'Expands a network into the explicit polynomial of each output, over the rationals: a weight given as a float means exactly that float.',
      )
      .argument('<NET>', 'a folder that holds network.json, or the JSON file')
      .option(
        '--output <NAME|INDEX|all>',
        'which output, by name or by index from 0; may be repeated (default: all)',
        collect,
      )
      .option('--format <FORMAT>', 'text, latex, sympy, mathematica, json or csv', 'text')
      .option('--out <FILE>', 'write to a file, complete unless --terms is given')
      .option('--symbolic', 'leave every weight an indeterminate: W1_2_3, b1_2, …')
      .option(
        '--terms <N|all>',
        `how many terms to show (text on standard output: ${SHORT.terms}; everything else: all)`,
        termsOption,
      )
      .option(
        '--digits <N>',
        'cut coefficients of more than 40 characters to so many digits, marked with …',
        positiveInteger('--digits'),
      )
      .option(
        '--timing',
        'end standard error with a line of JSON: expandSeconds, engine, primes, threads, terms, peakBytes',
      )
      .option(
        '--threads <N>',
        'how many worker threads (default: as many as the machine runs; small networks take none)',
        positiveInteger('--threads'),
      )
      .option(
        '--maximum-memory <GiB>',
        'refuse jobs whose estimate is over this (default: 3)',
        positiveNumber('--maximum-memory'),
      )
      .option(
        '--maximum-products <N>',
        'refuse jobs that take more products of coefficients (default: 1e11)',
        positiveNumber('--maximum-products'),
      )
      .addHelpText(
        'after',
        `
Text on standard output is shortened to be read; with --terms all it is complete and exact.
JSON is the format that 'isserlis verify' reads.

Examples:
  isserlis expand examples/networks/iris-cubic
  isserlis expand examples/networks/iris-cubic --output y1 --terms all
  isserlis expand examples/networks/diabetes-hermite --format json --out diabetes.json
  isserlis expand examples/networks/wine-quadratic --output 2 --format sympy > wine.py`,
      )
      .action(run);
  },
};

async function run(path: string, options: Options): Promise<void> {
  const { formats } = await import('../../symbolic/formats.generated.ts');
  const { suggestion } = await import('../../network/suggestion.ts');
  const names = formats.map(({ name }) => name);
  const format = formats.find(({ name }) => name === options.format);
  if (format === undefined)
    throw new InputError(
      '--format',
      `there is no format '${options.format}'`,
      `${suggestion(options.format, names)}The formats are ${names.join(', ')}`,
    );
  if (options.digits !== undefined && (format.name === 'json' || format.name === 'csv'))
    throw new InputError('--digits', `expected none with the format ${format.name}, which is exact`, 'Leave it out');
  const { readNetwork } = await import('../../network/read-network.ts');
  const { expandInParallel } = await import('../../symbolic/expand-in-parallel.ts');
  const network = await readNetwork(path);
  const bar = progressBar('expanding');
  let taken: ExpansionReport | undefined;
  try {
    const map = await expandInParallel(network, {
      ...(options.output === undefined || options.output.includes('all')
        ? {}
        : { outputs: [...new Set(options.output)] }),
      ...(options.symbolic === undefined ? {} : { symbolic: true }),
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(options.maximumMemory === undefined ? {} : { maximumBytes: options.maximumMemory * 2 ** 30 }),
      ...(options.maximumProducts === undefined ? {} : { maximumProducts: options.maximumProducts }),
      progress: bar.progress,
      report: (report) => {
        taken = report;
      },
    });
    bar.stop();
    const short = format.forReading && options.out === undefined && options.terms === undefined;
    const terms = short ? SHORT.terms : options.terms === 'all' ? undefined : options.terms;
    const digits = options.digits ?? (short ? SHORT.digits : undefined);
    const pieces = format.write(map, {
      ...(terms === undefined ? {} : { terms }),
      ...(digits === undefined ? {} : { digits }),
    });
    if (options.out !== undefined) {
      await writeResult(pieces, options.out);
      note(
        `wrote ${options.out}: ${map.outputs.map(({ name, polynomial }) => `${name} with ${polynomial.length} terms`).join(', ')}`,
      );
    } else if (short) {
      const text = [...pieces];
      await writeResult(text);
      if (text.some((piece) => piece.includes('…'))) note(SHORTENED);
    } else await writeResult(pieces);
    if (format.name === 'text') noteNames(map.variables, await import('../../symbolic/printing/names.ts'));
    if (options.timing === true && taken !== undefined) {
      const { seconds, terms: count, engine, primes, threads, peakBytes } = taken;
      note(JSON.stringify({ expandSeconds: seconds, engine, primes, threads, terms: count, peakBytes }));
    }
  } finally {
    bar.stop();
  }
}

/** Says which names were written otherwise, since text takes identifiers only. */
function noteNames(
  variables: readonly string[],
  { identifiers }: { identifiers(names: readonly string[]): readonly string[] },
): void {
  const renamed = identifiers(variables).flatMap((name, i) =>
    name === variables[i] ? [] : [`${name} is '${variables[i]}'`],
  );
  if (renamed.length > 0) note(`Names: ${renamed.slice(0, 20).join(', ')}${renamed.length > 20 ? ', …' : ''}.`);
}
