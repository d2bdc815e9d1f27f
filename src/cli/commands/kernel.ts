import type { Coefficient } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Network } from '../../network/network.ts';
import type { LimitOptions } from '../../symbolic/kernels/limit-of-program.ts';
import type { Command } from '../command.ts';
import { writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';

interface Options {
  readonly inputs?: string;
  readonly others?: string;
  readonly nngp?: true;
  readonly ntk?: true;
  readonly exact?: true;
  readonly precision: string;
  readonly weightVariance: string;
  readonly biasVariance: string;
  readonly parametrisation: string;
  readonly inputGram: string;
  readonly json?: true;
  readonly out?: string;
}

type Kind = 'nngp' | 'ntk';

export const command: Command = {
  register(program) {
    program
      .command('kernel')
      .summary('NNGP and NTK of the network in the limit of infinite width')
      .description(
        "The network's kernels at initialisation as its widths grow: NNGP, E[f(a) f(b)], and NTK, Σ ∂f(a) ∂f(b), of one output. Weights are Gaussian, W ~ N(0, σ_w²/fan-in), b ~ N(0, σ_b²): those that the network has are not looked at, only its layers. Without inputs, the kernels as polynomials in the Gram entries K11, K12, K22 of two inputs.",
      )
      .argument('<NET>', 'a folder that holds network.json, or the JSON file')
      .option('--inputs <FILE>', 'one input a row (CSV, Parquet, Arrow): the kernel matrices between all of them')
      .option('--others <FILE>', 'the inputs of the columns, where they are others')
      .option('--nngp', 'the NNGP kernel only')
      .option('--ntk', 'the NTK only')
      .option('--exact', 'exact rationals instead of floats (polynomial activations only)')
      .option('--precision <double|single>', 'of the floats', 'double')
      .option('--weight-variance <V>', 'σ_w²', '1')
      .option('--bias-variance <V>', 'σ_b², of the biases that the network has', '0')
      .option('--parametrisation <NAME>', 'ntk, standard, mean-field or mup', 'ntk')
      .option('--input-gram <mean|sum>', "K of two inputs is x·x'/d, or x·x'", 'mean')
      .option('--json', 'as JSON')
      .option('--out <FILE>', 'write to a file')
      .addHelpText(
        'after',
        `
As text, matrices are comma-separated, a line for each row; with both kernels, each after a line with its name.

Examples:
  isserlis kernel examples/networks/iris-cubic --ntk
  isserlis kernel examples/networks/iris-cubic --inputs points.csv --weight-variance 2 --bias-variance 1/10
  isserlis kernel examples/networks/iris-cubic --inputs points.csv --exact --json`,
      )
      .action(run);
  },
};

async function run(path: string, options: Options): Promise<void> {
  const kinds: readonly Kind[] =
    options.nngp === options.ntk ? ['nngp', 'ntk'] : options.nngp === true ? ['nngp'] : ['ntk'];
  const { readNetwork } = await import('../../network/read-network.ts');
  const network = await readNetwork(path);
  const limit: LimitOptions = {
    weightVariance: options.weightVariance,
    biasVariance: options.biasVariance,
    parametrisation: options.parametrisation,
    inputGram: options.inputGram as 'mean' | 'sum',
  };
  const result =
    options.inputs === undefined ? await polynomials(network, limit, options) : await matrices(network, limit, options);
  const { inputs, others, nngp, ntk, json, out, exact, precision, ...settings } = options;
  const facts = { network: network.name, ...settings, ...result.facts };
  await writeResult(json === true ? jsonPieces(facts, kinds, result) : textPieces(kinds, result), out);
}

/** A row at a time: a matrix may be longer than a string can be. */
function* textPieces(kinds: readonly Kind[], result: Result): Generator<string> {
  for (const kind of kinds) {
    if (result.polynomial !== undefined) yield `${kind} = ${result.polynomial(kind)}\n`;
    else {
      if (kinds.length > 1) yield `${kind}\n`;
      for (const row of result.rows(kind)) yield `${row.join(',')}\n`;
    }
  }
}

function* jsonPieces(facts: object, kinds: readonly Kind[], result: Result): Generator<string> {
  yield JSON.stringify(facts, null, 2).slice(0, -'\n}'.length);
  for (const kind of kinds) {
    yield `,\n  "${kind}": `;
    if (result.polynomial !== undefined) yield JSON.stringify(result.polynomial(kind));
    else {
      let separator = '[\n';
      for (const row of result.rows(kind)) {
        yield `${separator}    ${JSON.stringify(row)}`;
        separator = ',\n';
      }
      yield '\n  ]';
    }
  }
  yield '\n}\n';
}

interface Result {
  readonly facts: Readonly<Record<string, unknown>>;
  /** Without inputs. */
  polynomial?(kind: Kind): string;
  /** Of the matrices at inputs. */
  rows(kind: Kind): Iterable<readonly (number | string)[]>;
}

async function polynomials(network: Network, limit: LimitOptions, { others }: Options): Promise<Result> {
  if (others !== undefined)
    throw new InputError('--others', 'expected --inputs with it', 'Give the inputs of the rows');
  const { kernelPolynomials } = await import('../../symbolic/kernels/kernel-polynomials.ts');
  const kernels = kernelPolynomials(network, limit);
  return { facts: {}, polynomial: (kind) => `${kernels[kind]}`, rows: () => [] };
}

async function matrices(network: Network, limit: LimitOptions, options: Options): Promise<Result> {
  const { readInputs } = await import('../read-inputs.ts');
  const dimension = network.inputs.length;
  const rows = await readInputs(options.inputs!, dimension);
  const columns = options.others === undefined ? undefined : await readInputs(options.others, dimension);
  const bar = progressBar('kernels');
  try {
    return options.exact === true
      ? await exactMatrices(network, rows, {
          ...limit,
          progress: bar.progress,
          ...(columns === undefined ? {} : { others: columns }),
        })
      : await floatMatrices(network, rows, columns, limit, options.precision, bar.progress);
  } finally {
    bar.stop();
  }
}

async function exactMatrices(
  network: Network,
  rows: readonly (readonly Coefficient[])[],
  options: import('../../symbolic/kernels/exact-kernels.ts').ExactKernelOptions,
): Promise<Result> {
  const { exactKernels } = await import('../../symbolic/kernels/exact-kernels.ts');
  const { formatRational } = await import('../../base/rational.ts');
  const kernels = exactKernels(network, rows, options);
  return { facts: { exact: true }, rows: (kind) => kernels[kind].map((row) => row.map(formatRational)) };
}

async function floatMatrices(
  network: Network,
  rows: readonly (readonly Coefficient[])[],
  columns: readonly (readonly Coefficient[])[] | undefined,
  limit: LimitOptions,
  precision: string,
  progress: import('../../base/progress.ts').Progress,
): Promise<Result> {
  const { nearestDouble } = await import('../../base/coefficient.ts');
  const { kernelMatricesInParallel } = await import('../../numeric/kernels/kernel-matrices-in-parallel.ts');
  const doubles = (list: readonly (readonly Coefficient[])[], where: string): Float64Array =>
    Float64Array.from(list.flat(), (c) => nearestDouble(c, where));
  const kernels = await kernelMatricesInParallel(network, doubles(rows, '--inputs'), {
    ...limit,
    precision: precision as 'double' | 'single',
    progress,
    ...(rows.length < WORTH_THREADS ? { threads: 1 } : {}),
    ...(columns === undefined ? {} : { others: doubles(columns, '--others') }),
  });
  return {
    facts: { exact: false, precision, quadratureError: kernels.quadratureError },
    *rows(kind) {
      for (let i = 0; i < kernels.rows; i++)
        yield [...kernels[kind].subarray(i * kernels.columns, (i + 1) * kernels.columns)];
    },
  };
}

const WORTH_THREADS = 500;
