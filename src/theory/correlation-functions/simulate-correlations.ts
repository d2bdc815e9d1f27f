/** Correlation functions simulated, beside their exact means where there are any. */
import type { Progress } from '../../base/progress.ts';
import { numberFromRational, parseRational, type Rational, rational } from '../../base/rational.ts';
import { contractedText } from '../../numeric/simulation/contractions/contracted-tensors.ts';
import type { SampleEstimate, Slope } from '../../numeric/simulation/estimates.ts';
import type { ProbeLaw } from '../../numeric/simulation/probes.ts';
import { type FinishedDraws, simulate } from '../../numeric/simulation/simulate.ts';
import type { GramMatrix } from '../../symbolic/width/gram.ts';
import type { CorrelationFunction } from './correlation-function.ts';
import type { CorrelationReport } from './mean.ts';
import { concreteInputs, concreteNetwork, type SimulatedNetwork } from './simulated-network.ts';

export interface CorrelationSimulationOptions {
  readonly widths: readonly number[];
  /** Networks drawn at each width. */
  readonly draws: number;
  /** 0 unless given. */
  readonly seed?: number;
  /** Of the intervals; 0.95 unless given. */
  readonly level?: number;
  /** Random vectors a draw for indices on cycles; 1 unless given. */
  readonly probes?: number;
  readonly probeLaw?: ProbeLaw;
  /** K_ab of the inputs, numbers; all ones when left out. */
  readonly gram?: GramMatrix;
  readonly threads?: number;
  readonly finished?: FinishedDraws;
  readonly onDraw?: (width: number, draw: number, values: readonly number[]) => void;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

export interface SimulatedMean {
  readonly width: number;
  readonly estimate: SampleEstimate;
  /** The exact mean at this width; null where it is not known. */
  readonly exact: number | null;
}

export interface SimulatedCorrelation {
  readonly correlation: string;
  readonly draws: number;
  readonly seed: number;
  /** How a draw is evaluated: exact contraction, or which indices are summed with random vectors. */
  readonly method: string;
  readonly byWidth: readonly SimulatedMean[];
  /** The fitted exponent; null where an interval contains 0, and for one width. */
  readonly exponent: Slope | null;
  /** The slope between the first and the last width of the exact means; null without them. */
  readonly exactSlope: number | null;
  /** Whether a few draws carry the spread at some width: values there are likely too small, intervals too narrow. */
  readonly heavyTailed: boolean;
  /** Always `tested`: intervals from draws, never a proof. */
  readonly tier: 'tested';
}

/**
 * The means of correlation functions over random networks at several widths, all from the same draws, by Taylor series in the
 * weights (see `planContraction`). `exact` gives the exact report of each where there is one. Throws as `simulate` does, and
 * {@link InputError} for a Gram matrix with symbols.
 */
export async function simulateCorrelations(
  correlations: readonly CorrelationFunction[],
  network: SimulatedNetwork,
  options: CorrelationSimulationOptions,
  exact: readonly (CorrelationReport | undefined)[] = [],
): Promise<readonly SimulatedCorrelation[]> {
  const { widths, draws, seed = 0, level = 0.95, probes, probeLaw, gram, ...rest } = options;
  const concrete = concreteInputs(correlations, gram);
  const { statistics } = await simulate(concreteNetwork(network, concrete.inputs[0]!.length), {
    ...rest,
    widths,
    draws,
    seed,
    level,
    inputs: concrete.inputs,
    inputGram: 'sum',
    weightVariance: network.weightVariance ?? 1,
    biasVariance: network.biasVariance ?? 0,
    observable: {
      correlations: concrete.correlations,
      ...(probes === undefined ? {} : { probes }),
      ...(probeLaw === undefined ? {} : { probeLaw }),
    },
  });
  return statistics.map(({ byWidth, slope, explanation = '' }, k) => {
    const report = exact[k];
    const means = byWidth.map(({ width, estimate }) => ({
      width,
      estimate,
      exact: report === undefined ? null : meanAtWidth(report, width),
    }));
    return {
      correlation: contractedText(correlations[k]!),
      draws,
      seed,
      method: explanation,
      byWidth: means,
      exponent: slope ?? null,
      exactSlope: slopeOf(means),
      heavyTailed: byWidth.some(({ estimate }) => estimate.heavyTailed),
      tier: 'tested',
    };
  });
}

/** Of log |exact| in log width, from the first width to the last. */
function slopeOf(means: readonly SimulatedMean[]): number | null {
  const [first, last] = [means[0], means.at(-1)];
  if (first?.exact == null || last?.exact == null || first.width === last.width) return null;
  const ratio = Math.log(Math.abs(last.exact / first.exact));
  return Number.isFinite(ratio) ? ratio / Math.log(last.width / first.width) : null;
}

/**
 * The exact mean at a width, as the nearest double. Throws {@link InputError} when coefficients hold symbols.
 */
export function meanAtWidth({ polynomialInInverseWidth }: CorrelationReport, width: number): number {
  let sum: Rational = rational(0n);
  for (const [power, text] of Object.entries(polynomialInInverseWidth)) {
    const { numerator, denominator } = parseRational(text, 'exact mean');
    const scale = denominator * BigInt(width) ** BigInt(power);
    sum = rational(sum.numerator * scale + numerator * sum.denominator, sum.denominator * scale);
  }
  return numberFromRational(sum);
}
