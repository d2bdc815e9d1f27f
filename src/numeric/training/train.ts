/** Training of finite networks, beside what theory says of it. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { silent } from '../../base/progress.ts';
import { type Network, trace } from '../../network/network.ts';
import { sizeOf } from '../../network/tensor.ts';
import { gradientProgram } from '../gradient/gradient-program.ts';
import { batches } from './batches.ts';
import { type FlowPoint, flowStart, flowStep } from './flow-step.ts';
import { DIVERGENCE, startWatch, type Watch, watched } from './growth.ts';
import { initialWeights } from './initial-weights.ts';
import { type FlatWeights, type Objective, objective, type Pass } from './objective.ts';
import type { PredictionContext, TrainingPoint } from './prediction.ts';
import { networkKernel, type Recorder, recorder } from './recorder.ts';
import { checkState, runIdentity } from './run-identity.ts';
import { prepareData, type TrainingData } from './training-data.ts';
import { type Settings, settingsOf, type TrainingOptions } from './training-options.ts';
import type { Outcome, RunIdentity, TrainingRecord, TrainingRun, TrainingState } from './training-run.ts';
import { weightScaling } from './weight-scaling.ts';

/** 1 GiB of doubles, of which the flow needs ten for each weight. */
const MOST_WEIGHTS = { gd: 2 ** 25, sgd: 2 ** 25, flow: 2 ** 23 };
const KERNEL_ROWS = 128;
/** Milliseconds between looks at the signal. */
const PATIENCE = 50;

/**
 * Trains a network on ½ Σ_i |f(x_i) − y_i|² by gradient descent, stochastic gradient descent or gradient flow (Dormand and
 * Prince's method of order 5), and records outputs, losses, norms, sizes of layers and the kernel Θ on the way, with the predictions asked for.
 * All weights learn, at the rates of the parametrisation: see {@link weightScaling}. Equal seeds and options give equal bits;
 * a run that is resumed from its state has those of a run that was not interrupted.
 *
 * A run that diverges ends with the outcome `diverged`, the layer and the step. Throws {@link InputError} on data that do not
 * fit the network and on options out of range, {@link TooLargeError} on more than 2²⁵ weights (2²³ for the flow).
 */
export async function train(net: Network, data: TrainingData, options: TrainingOptions = {}): Promise<TrainingRun> {
  const program = trace(net);
  const outputs = program.nodes[program.output]!.shape[0]!;
  const prepared = prepareData(data, program.inputs.length, outputs);
  const settings = settingsOf(options, prepared.samples);
  const count = program.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (count === 0) throw new InputError('network', 'it has no weights to train', 'Give it a layer with weights');
  if (count > MOST_WEIGHTS[settings.method])
    throw new TooLargeError(
      'network',
      `expected at most ${MOST_WEIGHTS[settings.method]} weights, got ${count}`,
      'Use a narrower network',
    );
  const scaling = weightScaling(program, options);
  const goal = objective(gradientProgram(program, options), prepared, scaling, settings.loss);
  const { state } = options;
  const start = goal.flat(initialWeights(program, scaling.deviations, options));
  const identity = runIdentity(goal, start, settings);
  const sizes = program.parameters.map(({ shape }) => sizeOf(shape));
  if (state !== undefined) checkState(state, identity, sizes, settings.end);
  const withKernel = options.kernel ?? prepared.samples * outputs <= KERNEL_ROWS;
  const firstPass = goal.descend(start, new Float64Array(count));
  if (!Number.isFinite(firstPass.loss))
    throw new InputError(
      firstPass.overflow?.layer ?? 'loss',
      `the loss at initialisation is ${firstPass.loss}`,
      'Use smaller inputs, targets or weights',
    );
  const sampler = settings.method === 'sgd' ? batches(settings.seed, prepared.samples, settings.batch) : undefined;
  const kernelOf = networkKernel(goal);
  const predictions = predictionsOf(net, goal, start, settings, options, sampler, kernelOf);
  const record = recorder(goal, start, predictions, withKernel ? kernelOf : undefined);
  const run = new Run(goal, settings, options, record, sampler, start, identity, firstPass);
  return run.finish(state);
}

function predictionsOf(
  network: Network,
  goal: Objective,
  start: FlatWeights,
  { method, learningRate, records }: Settings,
  { compare = [], ...options }: TrainingOptions,
  batch: PredictionContext['batch'],
  kernelOf: ReturnType<typeof networkKernel>,
) {
  const { data } = goal;
  const inputs = new Float64Array(data.inputs.length + data.testInputs.length);
  inputs.set(data.inputs);
  inputs.set(data.testInputs, data.inputs.length);
  const { weightVariance, biasVariance, parametrisation, inputGram } = options;
  const context: PredictionContext = {
    network,
    program: goal.program.layout.program,
    weights: start.parts,
    scaling: goal.scaling,
    progress: options.progress ?? silent,
    limit: {
      ...(weightVariance === undefined ? {} : { weightVariance }),
      ...(biasVariance === undefined ? {} : { biasVariance }),
      ...(parametrisation === undefined ? {} : { parametrisation }),
      ...(inputGram === undefined ? {} : { inputGram }),
    },
    data,
    outputs: goal.program.outputs,
    initial: goal.outputs(start, inputs),
    factor: goal.factor,
    method,
    learningRate,
    records,
    batch,
    tangentKernel: () => kernelOf(start, inputs),
  };
  return compare.map((prediction) => ({ name: prediction.name, prepared: prediction.prepare(context) }));
}

class Run {
  readonly #goal: Objective;
  readonly #settings: Settings;
  readonly #options: TrainingOptions;
  readonly #recorder: Recorder;
  readonly #batch: ((step: number) => Uint32Array) | undefined;
  readonly #start: FlatWeights;
  readonly #identity: RunIdentity;
  readonly #threshold: number;
  readonly #records: TrainingRecord[] = [];
  #watch: Watch;
  #rested = Date.now();

  constructor(
    goal: Objective,
    settings: Settings,
    options: TrainingOptions,
    record: Recorder,
    batch: ((step: number) => Uint32Array) | undefined,
    start: FlatWeights,
    identity: RunIdentity,
    firstPass: Pass,
  ) {
    this.#goal = goal;
    this.#settings = settings;
    this.#options = options;
    this.#recorder = record;
    this.#batch = batch;
    this.#start = start;
    this.#identity = identity;
    this.#watch = startWatch(firstPass);
    const targets = goal.data.targets.reduce((sum, y) => sum + y * y, 0);
    this.#threshold = DIVERGENCE * (firstPass.loss + (goal.factor * targets) / 2);
  }

  async finish(state: TrainingState | undefined): Promise<TrainingRun> {
    if (state !== undefined) this.#watch = state.watch;
    const weights = state === undefined ? this.#start : this.#goal.flat(state.weights.map((w) => Float64Array.from(w)));
    const point = { step: state?.step ?? 0, time: state?.time ?? 0 };
    return this.#settings.method === 'flow'
      ? this.#flow(point, weights, state?.flowStep)
      : this.#descend(point, weights);
  }

  async #descend(from: TrainingPoint, start: FlatWeights): Promise<TrainingRun> {
    const { learningRate, end, records } = this.#settings;
    const weights = this.#goal.flat(start.parts);
    const direction = new Float64Array(weights.all.length);
    let point = from;
    let next = records.findIndex((at) => at >= from.step);
    for (;;) {
      if (records[next] === point.step) {
        this.#record(point, weights);
        next++;
      }
      if (point.step >= end) return this.#run({ kind: 'finished' }, point, weights);
      if (await this.#interrupted(point.step)) return this.#run({ kind: 'interrupted' }, point, weights);
      const pass = this.#goal.descend(weights, direction, this.#batch?.(point.step));
      const diverged = this.#look(pass, point);
      if (diverged !== undefined) return this.#run(diverged, point, weights);
      advance(weights.all, learningRate, direction);
      point = { step: point.step + 1, time: (point.step + 1) * learningRate };
    }
  }

  async #flow(from: TrainingPoint, start: FlatWeights, step: number | undefined): Promise<TrainingRun> {
    const { end, records, tolerance } = this.#settings;
    let at: FlowPoint = flowStart(this.#goal, start, { time: from.time, ...(step === undefined ? {} : { step }) });
    let steps = from.step;
    let next = records.findIndex((time) => time >= from.time);
    for (;;) {
      const point = { step: steps, time: at.time };
      if (records[next] === at.time) {
        this.#record(point, at.weights);
        next++;
      }
      const diverged = this.#look(at.pass, point);
      if (diverged !== undefined) return this.#run(diverged, point, at.weights, at.step);
      if (at.time >= end) return this.#run({ kind: 'finished' }, point, at.weights, at.step);
      if (await this.#interrupted(at.time)) return this.#run({ kind: 'interrupted' }, point, at.weights, at.step);
      const moved = flowStep(this.#goal, at, records[next] ?? end, tolerance);
      if (moved === undefined) return this.#run(this.#divergedAt(at.pass, point), point, at.weights, at.step);
      at = moved;
      steps++;
    }
  }

  /** Takes note of a pass; the outcome when the run is to end there. */
  #look(pass: Pass, point: TrainingPoint): Outcome | undefined {
    // A batch's loss says nothing of the catapult, but its layers do of growth.
    const seen = watched(this.#watch, pass, point, this.#goal.layers);
    this.#watch = this.#batch === undefined ? seen : { ...seen, peak: this.#watch.peak };
    return Number.isFinite(pass.loss) && pass.loss <= this.#threshold ? undefined : this.#divergedAt(pass, point);
  }

  #divergedAt({ overflow, layerSizes, loss }: Pass, point: TrainingPoint): Outcome {
    const ratios = [...layerSizes].map((size, k) => size / this.#watch.initialSizes[k]!);
    const largest = ratios.reduce((best, ratio, k) => (ratio > ratios[best]! ? k : best), 0);
    const { layer, value } = overflow ?? { layer: this.#goal.layers[largest]!.layer, value: layerSizes[largest]! };
    return { kind: 'diverged', ...point, layer, value, loss };
  }

  #record(point: TrainingPoint, weights: FlatWeights): void {
    const record = this.#recorder.record(point, weights);
    if (!Number.isFinite(record.loss)) return;
    this.#records.push(record);
    if (record.loss > this.#watch.peak.loss) this.#watch = { ...this.#watch, peak: { ...point, loss: record.loss } };
  }

  /** Tells the progress and gives others a turn now and then; whether the run is to stop. */
  async #interrupted(at: number): Promise<boolean> {
    const { progress = silent, signal } = this.#options;
    const { end, method } = this.#settings;
    if (Date.now() - this.#rested > PATIENCE) {
      progress(at, end, method === 'flow' ? 'gradient flow' : 'steps');
      await new Promise((resolve) => setTimeout(resolve, 0));
      this.#rested = Date.now();
    }
    return signal?.aborted === true;
  }

  #run(outcome: Outcome, point: TrainingPoint, weights: FlatWeights, flowStep?: number): TrainingRun {
    const { parameters } = this.#goal.program.layout.program;
    const { method } = this.#settings;
    const { peak, initialLoss, growth } = this.#watch;
    const eigenvalue = this.#recorder.initialEigenvalue;
    const last = this.#records.at(-1);
    const finalLoss = last?.loss ?? Number.NaN;
    const rose = method !== 'flow' && peak.loss > initialLoss && finalLoss < initialLoss;
    return {
      outcome,
      records: this.#records,
      layers: this.#goal.layers.map(({ layer }) => layer),
      state: {
        identity: this.#identity,
        ...point,
        weights: weights.parts.map((w) => Float64Array.from(w)),
        ...(flowStep === undefined ? {} : { flowStep }),
        watch: this.#watch,
      },
      weights: Object.fromEntries(parameters.map(({ name }, k) => [name, Float64Array.from(weights.parts[k]!)])),
      ...(eigenvalue === undefined || eigenvalue <= 0
        ? {}
        : { criticalLearningRate: 2 / (this.#goal.factor * eigenvalue) }),
      ...(outcome.kind === 'finished' && rose ? { catapult: { peak, initialLoss, finalLoss } } : {}),
      ...(growth === undefined ? {} : { growth }),
    };
  }
}

/** w ← w + η d. */
function advance(w: Float64Array, rate: number, d: Float64Array): void {
  for (let i = 0; i < w.length; i++) w[i]! += rate * d[i]!;
}
