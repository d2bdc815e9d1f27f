import type { Rational } from '../../base/rational.ts';
import type { FloatActivation } from '../../numeric/propagation/activation-formula.ts';
import type { Command } from '../command.ts';
import { positiveInteger } from '../options.ts';
import { note, writeResult } from '../output.ts';

interface Options {
  readonly sigmaW2: string;
  readonly sigmaB2: string;
  readonly variance: string;
  readonly depth: number;
  readonly digits: number;
  readonly figure?: string;
  readonly json?: true;
}

const DEPTH = 8;
const DIGITS = 10;

export const command: Command = {
  register(program) {
    program
      .command('propagate')
      .summary('variance and correlation maps of a wide network, their fixed points, criticality and escape')
      .description(
        'Says what infinite width does to a signal with a given activation: exactly for a polynomial, with fixed points as algebraic numbers; in floats for any other formula.',
      )
      .argument(
        '<ACTIVATION|NET>',
        "a formula of one variable, such as 'x + x^2/2' or 'tanh(x)', a name (relu, gelu, …), or a network, for its activation",
      )
      .option('--sigma-w2 <NUMBER>', 'σ_w²: weights of a layer with n inputs are N(0, σ_w²/n)', '1')
      .option('--sigma-b2 <NUMBER>', 'σ_b²: biases are N(0, σ_b²)', '0')
      .option('--variance <NUMBER>', 'K of the first preactivation', '1')
      .option('--depth <N>', 'how many layers to follow K through', positiveInteger('--depth'), DEPTH)
      .option('--digits <N>', 'digits of decimals', positiveInteger('--digits'), DIGITS)
      .option('--figure <FILE.svg>', 'draw the variance map with the iteration from K')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
χ_∥ multiplies a small change of the variance, χ_⊥ one of the correlation at 1; ξ = −1/ln χ is in layers.
Numbers are exact: 1/3, 0.1 = 1/10.

Examples:
  isserlis propagate "x + x^2/2"
  isserlis propagate "x^2 - 1" --sigma-w2 1/2 --depth 20 --figure map.svg
  isserlis propagate tanh --sigma-w2 1.5 --sigma-b2 0.05 --json`,
      )
      .action(run);
  },
};

async function run(text: string, options: Options): Promise<void> {
  const { parseRational } = await import('../../base/rational.ts');
  const { varianceOption } = await import('../../symbolic/propagation/signal-maps.ts');
  const read = (value: string, option: string): Rational => varianceOption(parseRational(value, option), option);
  const weightVariance = read(options.sigmaW2, '--sigma-w2');
  const biasVariance = read(options.sigmaB2, '--sigma-b2');
  const variance = read(options.variance, '--variance');
  const { networkActivation } = await import('../network-activation.ts');
  const { univariateFormula } = await import('../univariate-formula.ts');
  const { name, formula } = (await networkActivation(text)) ?? {
    name: text,
    formula: await univariateFormula(text, 'activation'),
  };
  const setting = { text: name, options, weightVariance, biasVariance, variance };
  if (formula.coefficients !== undefined) await exactly(formula.coefficients, setting);
  else await inFloats(formula.function, setting);
}

interface Setting {
  readonly text: string;
  readonly options: Options;
  readonly weightVariance: Rational;
  readonly biasVariance: Rational;
  readonly variance: Rational;
}

async function exactly(
  activation: readonly Rational[],
  { text, options, weightVariance, biasVariance, variance }: Setting,
): Promise<void> {
  const { signalMaps } = await import('../../symbolic/propagation/signal-maps.ts');
  const { fixedPoints } = await import('../../symbolic/propagation/fixed-points.ts');
  const { escapeThreshold } = await import('../../symbolic/propagation/escape.ts');
  const critical = await import('../../symbolic/propagation/critical.ts');
  const { varianceByDepth } = await import('../../symbolic/propagation/variance-by-depth.ts');
  const maps = signalMaps(activation, { weightVariance, biasVariance });
  const found = {
    name: text,
    maps,
    fixed: fixedPoints(maps),
    escape: escapeThreshold(maps),
    escapeWeightVariance: critical.escapeWeightVariance(activation, { biasVariance }),
    curve: critical.criticalCurve(activation),
    critical: critical.criticalPoints(activation, { biasVariance }),
    depths: varianceByDepth(maps, variance, options.depth),
    depth: options.depth,
    digits: options.digits,
  };
  if (options.figure !== undefined) {
    const { evaluateFloat } = await import('../../symbolic/operations/evaluate.ts');
    const { numberFromRational } = await import('../../base/rational.ts');
    await drawMap(options.figure, {
      variance: (K) => evaluateFloat(maps.variance, [K]).value,
      start: numberFromRational(variance),
      depth: options.depth,
      fixedPoints: found.fixed.points.map((point) => ({
        variance: point.variance.toNumber(),
        attracting: point.stability.above === 'attracting' && point.stability.below === 'attracting',
      })),
    });
  }
  const { propagationJson } = await import('../propagation-json.ts');
  const { propagationText } = await import('../propagation-text.ts');
  await writeResult([
    options.json === true ? `${JSON.stringify(propagationJson(found), null, 2)}\n` : propagationText(found),
  ]);
}

async function inFloats(
  activation: FloatActivation,
  { text, options, weightVariance, biasVariance, variance }: Setting,
): Promise<void> {
  const { floatMaps } = await import('../../numeric/propagation/float-maps.ts');
  const fixed = await import('../../numeric/propagation/float-fixed-points.ts');
  const { numberFromRational } = await import('../../base/rational.ts');
  const [w, b, start] = [weightVariance, biasVariance, variance].map(numberFromRational) as [number, number, number];
  const maps = floatMaps(activation, { weightVariance: w, biasVariance: b });
  const found = {
    name: text,
    weightVariance: w,
    biasVariance: b,
    fixed: fixed.floatFixedPoints(maps),
    critical: fixed.floatCriticalPoints(activation, b),
    depths: fixed.floatVarianceByDepth(maps, start, options.depth),
  };
  if (options.figure !== undefined)
    await drawMap(options.figure, {
      variance: (K) => maps.variance(K).value,
      start,
      depth: options.depth,
      fixedPoints: found.fixed.points.map((point) => ({
        variance: point.variance,
        attracting: point.parallel !== undefined && Math.abs(point.parallel) < 1,
      })),
    });
  const { floatPropagationJson } = await import('../propagation-json.ts');
  const { floatPropagationText } = await import('../float-propagation-text.ts');
  await writeResult([
    options.json === true ? `${JSON.stringify(floatPropagationJson(found), null, 2)}\n` : floatPropagationText(found),
  ]);
}

async function drawMap(
  file: string,
  plot: import('../../theory/figures/variance-map-figure.ts').VarianceMapPlot,
): Promise<void> {
  const { varianceMapFigure } = await import('../../theory/figures/variance-map-figure.ts');
  const { svg } = await varianceMapFigure(plot);
  await writeResult([svg], file);
  note(`wrote ${file}`);
}
