import { InputError } from '../../base/errors.ts';
import { type Network, networkToJson } from '../../network/network.ts';
import type { SimulationResult } from '../../numeric/simulation/simulate.ts';
import type { Command } from '../command.ts';
import { positiveInteger, seedOption } from '../options.ts';
import { note, table, writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';
import type { SimulationFolder } from '../simulation-folder.ts';

interface Options {
  readonly widths: string;
  readonly draws: number;
  readonly observable: string;
  readonly inputs?: string;
  readonly backend: string;
  readonly sampling: string;
  readonly weightVariance: string;
  readonly biasVariance: string;
  readonly parametrisation: string;
  readonly inputGram: string;
  readonly level: string;
  readonly seed: number;
  readonly threads?: number;
  readonly out?: string;
  readonly json?: true;
}

const INTERRUPTED = 130;
/** Statistics that a terminal is shown. */
const MOST_SHOWN = 24;

export const command: Command = {
  register(program) {
    program
      .command('simulate')
      .summary('kernels, moments and derivatives of random networks at finite widths')
      .description(
        "Draws networks of NET's architecture with every hidden width replaced by each of --widths, and estimates an observable with intervals. Weights are Gaussian, W ~ N(0, σ_w²/fan-in), b ~ N(0, σ_b²): those that the network has are not looked at. Wide weight matrices are never drawn: their products are sampled exactly in law.",
      )
      .argument('<NET>', 'a folder that holds network.json, or the JSON file')
      .option('--widths <N,N,…>', 'in place of every hidden width', '64,256,1024')
      .option('--draws <N>', 'networks drawn at each width', positiveInteger('--draws'), 256)
      .option('--observable <NAME>', 'ntk, nngp, output-moments, correlations, tangent-drift or hessian', 'ntk')
      .option('--inputs <FILE>', 'one input a row (CSV, Parquet, Arrow); one input of ones when left out')
      .option(
        '--backend <NAME>',
        'wasm, wasm-f32, reference, or gpu and its modes (outputs and Θ only): see backends',
        'wasm',
      )
      .option('--sampling <NAME>', 'auto, conditional or explicit', 'auto')
      .option('--weight-variance <V>', 'σ_w²', '1')
      .option('--bias-variance <V>', 'σ_b², of the biases that the network has', '0')
      .option('--parametrisation <NAME>', 'ntk or standard', 'ntk')
      .option('--input-gram <mean|sum>', "K of two inputs is x·x'/d, or x·x'", 'mean')
      .option('--level <P>', 'of the intervals', '0.95')
      .option('--seed <N>', 'an integer', seedOption, 0)
      .option('--threads <N>', 'worker threads', positiveInteger('--threads'))
      .option('--out <DIR>', 'keep draws (JSON lines), a table (CSV) and a figure (SVG); run again, it goes on')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
An interrupted run with --out goes on where it was when it is started again; with more --draws, it is extended.

Examples:
  isserlis simulate examples/networks/iris-cubic --widths 64,256,1024 --draws 256 --observable ntk
  isserlis simulate examples/networks/iris-cubic --widths 16,64,256 --draws 4000 --observable correlations --out run`,
      )
      .action(run);
  },
};

async function run(path: string, options: Options): Promise<void> {
  const widths = widthsOf(options.widths);
  const level = Number(options.level);
  const [{ readNetwork }, { simulate }] = await Promise.all([
    import('../../network/read-network.ts'),
    import('../../numeric/simulation/simulate.ts'),
  ]);
  const network = await readNetwork(path);
  const inputs = await inputsOf(network, options.inputs);
  const backend = await backendOf(options.backend);
  const settings = {
    observable: options.observable,
    seed: options.seed,
    sampling: options.sampling as 'auto',
    weightVariance: options.weightVariance,
    biasVariance: options.biasVariance,
    parametrisation: options.parametrisation,
    inputGram: options.inputGram as 'mean',
    precision: options.backend === 'wasm-f32' ? ('single' as const) : ('double' as const),
  };
  const request = { ...settings, widths, draws: options.draws, inputs };
  const { planSimulation } = await import('../../numeric/simulation/plan.ts');
  planSimulation(network, request);
  const folder = await folderOf(network, options, { ...settings, backend: backend?.name ?? 'wasm', inputs });
  const controller = new AbortController();
  const bar = progressBar('draws');
  const started = performance.now();
  let before: number | undefined;
  const interrupt = (): void => controller.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  let result: SimulationResult;
  try {
    result = await simulate(network, {
      ...request,
      level,
      signal: controller.signal,
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(backend === undefined ? {} : { backend }),
      ...(folder === undefined ? {} : { finished: folder.finished, onDraw: folder.keep }),
      progress(done, total, activity) {
        before ??= done - 1;
        const left = ((performance.now() - started) / 1000 / (done - before)) * (total - done);
        bar.progress(done, total, `${activity}, ${Math.ceil(left)} s left`);
      },
    });
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    bar.stop();
    note(
      options.out === undefined
        ? 'interrupted: nothing is kept without --out'
        : `interrupted: what was drawn is in ${options.out}; run the command again to go on`,
    );
    process.exitCode = INTERRUPTED;
    return;
  } finally {
    bar.stop();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
  if (folder !== undefined) await writeFolder(folder, result, options.out!);
  const facts = {
    network: network.name,
    ...settings,
    backend: backend?.name ?? options.backend,
    level,
    widths,
    draws: options.draws,
    inputs: inputs.length,
  };
  await writeResult([
    options.json === true
      ? `${JSON.stringify({ ...facts, statistics: result.statistics }, null, 2)}\n`
      : asText(result),
  ]);
}

function widthsOf(text: string): readonly number[] {
  return text.split(',').map((part) => positiveInteger('--widths')(part.trim() === '' ? 'nothing' : part.trim()));
}

async function inputsOf(network: Network, file: string | undefined): Promise<readonly (readonly number[])[]> {
  if (file === undefined) return [network.inputs.map(() => 1)];
  const [{ readInputs }, { nearestDouble }] = await Promise.all([
    import('../read-inputs.ts'),
    import('../../base/coefficient.ts'),
  ]);
  const rows = await readInputs(file, network.inputs.length);
  return rows.map((row) => row.map((c) => nearestDouble(c, '--inputs')));
}

/** The backend that computes outputs; undefined for the simulation's own WebAssembly, which has derivatives too. */
async function backendOf(name: string): Promise<import('../../numeric/backend.ts').Backend | undefined> {
  if (name === 'wasm' || name === 'wasm-f32') return undefined;
  const [{ backends }, { openBackend }] = await Promise.all([
    import('../../numeric/backends.generated.ts'),
    import('../../numeric/open-backend.ts'),
  ]);
  if (name !== 'gpu') return openBackend(name);
  const modes = backends.filter((backend) => backend.name.startsWith('gpu'));
  const states = await Promise.all(modes.map((mode) => mode.availability()));
  const first = modes.find((_, k) => states[k]!.available);
  if (first === undefined)
    throw new InputError(
      '--backend',
      'no mode of gpu runs on this machine',
      "'isserlis backends' says what each lacks",
    );
  note(`gpu: taking ${first.name}`);
  return first.open();
}

async function folderOf(
  network: Network,
  { out }: Options,
  settings: Readonly<Record<string, unknown>>,
): Promise<SimulationFolder | undefined> {
  if (out === undefined) return undefined;
  const { openSimulationFolder } = await import('../simulation-folder.ts');
  const { createHash } = await import('node:crypto');
  const json = JSON.stringify(networkToJson(network));
  return openSimulationFolder(out, {
    network: network.name,
    sha256: createHash('sha256').update(json).digest('hex'),
    ...settings,
  });
}

async function writeFolder(folder: SimulationFolder, result: SimulationResult, path: string): Promise<void> {
  const [{ toCsv }, { widthFigure }] = await Promise.all([
    import('../../theory/tables/table.ts'),
    import('../../theory/figures/width-figure.ts'),
  ]);
  const rows = result.statistics.flatMap(({ name, byWidth }) =>
    byWidth.map(({ width, estimate: e }) =>
      [
        name,
        width,
        e.value,
        e.lower,
        e.upper,
        e.level,
        e.n,
        e.method,
        e.effectiveDraws,
        e.largestShare,
        e.heavyTailed,
      ].map(String),
    ),
  );
  const header =
    'statistic,width,value,lower,upper,level,draws,method,effective draws,largest share,heavy-tailed'.split(',');
  folder.write('estimates.csv', toCsv({ name: 'estimates', caption: result.observable, header, rows, alignment: '' }));
  folder.write('figure.svg', (await widthFigure(result)).svg);
  note(`${path}: draws.jsonl, estimates.csv, figure.svg`);
}

function asText(result: SimulationResult): string {
  const shown = result.statistics.slice(0, MOST_SHOWN);
  const percent = `${100 * result.statistics[0]!.byWidth[0]!.estimate.level}%`;
  const rows = shown.flatMap(({ name, byWidth, slope }) => [
    ...byWidth.map(({ width, estimate: e }, k) => [
      k === 0 ? name : '',
      `${width}`,
      short(e.value),
      `[${short(e.lower)}, ${short(e.upper)}]`,
      e.heavyTailed ? `heavy tail: ${e.effectiveDraws.toFixed(1)} draws carry the spread` : '',
    ]),
    ...(slope === undefined
      ? []
      : [['', 'slope', slope.value.toFixed(3), `[${slope.lower.toFixed(3)}, ${slope.upper.toFixed(3)}]`, '']]),
  ]);
  const more = result.statistics.length - shown.length;
  const heavy = shown.some(({ byWidth }) => byWidth.some((one) => one.estimate.heavyTailed));
  return [
    table([['', 'width', 'estimate', percent, ''], ...rows]),
    '',
    `${result.draws} draws at each width; tested: Student's intervals, the jackknife's for variances. Slopes are fits: observed.`,
    ...(heavy
      ? ['Where the tail is heavy, intervals are too narrow and values likely too small: take more draws.']
      : []),
    ...(more > 0 ? [`${more} more statistics: --json or --out has them.`] : []),
    '',
  ].join('\n');
}

const short = (x: number): string => `${Number(x.toPrecision(6))}`;
