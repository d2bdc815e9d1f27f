import type { Coefficient } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Network } from '../../network/network.ts';
import type { LimitOptions } from '../../symbolic/kernels/limit-of-program.ts';
import type { Command } from '../command.ts';
import { nonNegativeInteger } from '../options.ts';
import { writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';

interface Options {
  readonly inputs?: string;
  readonly others?: string;
  readonly nngp?: true;
  readonly ntk?: true;
  readonly exact?: true;
  readonly empirical?: true;
  readonly output?: number;
  readonly backend?: string;
  readonly precision?: string;
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
      .summary('NNGP and NTK of the network in the limit of infinite width, or as it is')
      .description(
        "The network's kernels at initialisation as its widths grow: NNGP, E[f(a) f(b)], and NTK, Σ ∂f(a) ∂f(b), of one output. Weights are Gaussian, W ~ N(0, σ_w²/fan-in), b ~ N(0, σ_b²): those that the network has are not looked at, only its layers. Without inputs, the kernels as polynomials in the Gram entries K11, K12, K22 of two inputs. With --empirical, those of the network with the weights that it has: f(a) f(b) and Σ ∂f(a) ∂f(b) over its weights, averaged over its outputs.",
      )
      .argument('<NET>', 'a folder that holds network.json, or the JSON file')
      .option('--inputs <FILE>', 'one input a row (CSV, Parquet, Arrow): the kernel matrices between all of them')
      .option('--others <FILE>', 'the inputs of the columns, where they are others')
      .option('--nngp', 'the NNGP kernel only')
      .option('--ntk', 'the NTK only')
      .option('--empirical', 'of the network as it is, with its weights')
      .option(
        '--output <INDEX>',
        'with --empirical, of this output only, counted from 0',
        nonNegativeInteger('--output'),
      )
      .option('--exact', 'exact rationals instead of floats (polynomial activations only)')
      .option('--precision <double|single>', 'of the floats; double unless given (single on onnxruntime)')
      .option(
        '--backend <NAME>',
        'with --empirical: wasm, or onnxruntime (single precision, of chains of dense layers, where it is installed); wasm unless given',
      )
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
  isserlis kernel examples/networks/iris-cubic --inputs points.csv --exact --json
  isserlis kernel examples/networks/iris-cubic --inputs points.csv --empirical --ntk
  isserlis kernel examples/networks/iris-cubic --inputs points.csv --empirical --backend onnxruntime`,
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
  if (options.output !== undefined && options.empirical !== true)
    throw new InputError('--output', 'expected --empirical with it: in the limit all outputs have the same kernels');
  if (options.backend !== undefined && options.empirical !== true)
    throw new InputError('--backend', 'expected --empirical with it: kernels in the limit are computed one way');
  const result =
    options.empirical === true
      ? await empirical(network, options)
      : options.inputs === undefined
        ? await polynomials(network, limit, options)
        : await matrices(network, limit, options);
  const { weightVariance, biasVariance, parametrisation, inputGram, json, out } = options;
  const settings = options.empirical === true ? {} : { weightVariance, biasVariance, parametrisation, inputGram };
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

async function empirical(network: Network, options: Options): Promise<Result> {
  if (options.inputs === undefined)
    throw new InputError('--empirical', 'expected --inputs with it', 'Give a CSV file with one input a line');
  const { backend = 'wasm' } = options;
  if (backend !== 'wasm' && backend !== 'onnxruntime')
    throw new InputError('--backend', `expected wasm or onnxruntime, got '${backend}'`);
  if (backend === 'onnxruntime' && options.exact === true)
    throw new InputError('--backend onnxruntime', 'expected no --exact with it: it computes in floats');
  if (backend === 'onnxruntime' && (options.precision ?? 'single') !== 'single')
    throw new InputError('--precision', `expected single with onnxruntime, got '${options.precision}'`);
  const { readInputs } = await import('../read-inputs.ts');
  const dimension = network.inputs.length;
  const rows = await readInputs(options.inputs, dimension);
  const columns = options.others === undefined ? undefined : await readInputs(options.others, dimension);
  const bar = progressBar('kernels');
  const shared = {
    progress: bar.progress,
    ...(options.output === undefined ? {} : { output: options.output }),
  };
  try {
    if (options.exact === true) {
      const { exactEmpiricalKernels } = await import('../../numeric/empirical-kernels/exact-empirical-kernels.ts');
      const { formatRational } = await import('../../base/rational.ts');
      const others = columns === undefined ? {} : { others: columns };
      const kernels = exactEmpiricalKernels(network, rows, { ...shared, ...others });
      return {
        facts: { empirical: true, exact: true },
        rows: (kind) => kernels[kind].map((row) => row.map(formatRational)),
      };
    }
    const others = columns === undefined ? {} : { others: await doublesOf(columns, '--others') };
    if (backend === 'onnxruntime') {
      const { empiricalKernelsOnAccelerator } = await import('../../numeric/empirical-kernels/accelerated-kernels.ts');
      const kernels = await empiricalKernelsOnAccelerator(network, await doublesOf(rows, '--inputs'), {
        ...shared,
        ...others,
      });
      const { precision } = kernels;
      return { facts: { empirical: true, exact: false, backend, precision }, rows: (kind) => rowsOf(kernels, kind) };
    }
    const { empiricalKernels } = await import('../../numeric/empirical-kernels/empirical-kernels.ts');
    const precision = (options.precision ?? 'double') as 'double' | 'single';
    const kernels = empiricalKernels(network, await doublesOf(rows, '--inputs'), {
      ...shared,
      precision,
      ...others,
    });
    return { facts: { empirical: true, exact: false, precision }, rows: (kind) => rowsOf(kernels, kind) };
  } finally {
    bar.stop();
  }
}

async function doublesOf(list: readonly (readonly Coefficient[])[], where: string): Promise<Float64Array> {
  const { nearestDouble } = await import('../../base/coefficient.ts');
  return Float64Array.from(list.flat(), (c) => nearestDouble(c, where));
}

type Matrices = Readonly<Record<Kind, Float64Array | Float32Array>> & {
  readonly rows: number;
  readonly columns: number;
};

function* rowsOf(kernels: Matrices, kind: Kind): Generator<number[]> {
  for (let i = 0; i < kernels.rows; i++)
    yield [...kernels[kind].subarray(i * kernels.columns, (i + 1) * kernels.columns)];
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
      : await floatMatrices(network, rows, columns, limit, options.precision ?? 'double', bar.progress);
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
  const { kernelMatricesInParallel } = await import('../../numeric/kernels/kernel-matrices-in-parallel.ts');
  const kernels = await kernelMatricesInParallel(network, await doublesOf(rows, '--inputs'), {
    ...limit,
    precision: precision as 'double' | 'single',
    progress,
    ...(rows.length < WORTH_THREADS ? { threads: 1 } : {}),
    ...(columns === undefined ? {} : { others: await doublesOf(columns, '--others') }),
  });
  return {
    facts: { exact: false, precision, quadratureError: kernels.quadratureError },
    rows: (kind) => rowsOf(kernels, kind),
  };
}

const WORTH_THREADS = 500;
