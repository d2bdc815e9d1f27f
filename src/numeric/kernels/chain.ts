/** Limits that the tiled path can do: dense → polynomial → dense → …, with or without biases. */

import { numberFromRational } from '../../base/rational.ts';
import type { Field, Form, InfiniteWidthLimit, Summand } from '../../symbolic/kernels/infinite-width-limit.ts';
import { type PreparedInputs, weightsOf } from './prepared-inputs.ts';

/** Of a chain, what does not depend on the inputs. */
export interface Chain {
  /** k = scale · x·x' + constant; θ = ratio · scale · x·x' + ownConstant. */
  readonly first: ChainStage;
  /** k' = Σ_l A_l(a) A_l(b) k^l + constant; θ' = ratio · (the sum) + its derivative by k · θ + ownConstant. */
  readonly stages: readonly ChainStage[];
}

export interface ChainStage {
  /** √(σ² / l!) for the coefficient A_l = factor_l · m_l; index of the term with order l, −1 for none. */
  readonly factors: readonly { readonly term: number; readonly factor: number }[];
  readonly ratio: number;
  readonly constant: number;
  readonly ownConstant: number;
}

/** The limit as a chain; undefined when it is none. */
export function chainOf({ fields, output, inputDivisor }: InfiniteWidthLimit): Chain | undefined {
  const stages = fields.slice(1).map((field, index) => stageOf(field, index));
  if (stages.some((stage) => stage === undefined) || output.length !== 1 || output[0]!.field !== fields.length - 1)
    return undefined;
  const scale = numberFromRational(output[0]!.coefficient) ** 2;
  const scaled = (stages as ChainStage[]).map((stage, index) =>
    index < stages.length - 1 ? stage : scaleStage(stage, scale),
  );
  const [first, ...rest] = scaled;
  if (first === undefined || first.factors.length !== 2 || first.factors[0]!.term >= 0) return undefined;
  const divided = first.factors.map(({ term, factor }) => ({ term, factor: factor / Math.sqrt(inputDivisor) }));
  return { first: { ...first, factors: divided }, stages: rest };
}

const scaleStage = (stage: ChainStage, scale: number): ChainStage => ({
  ...stage,
  factors: stage.factors.map(({ term, factor }) => ({ term, factor: factor * Math.sqrt(scale) })),
  constant: stage.constant * scale,
  ownConstant: stage.ownConstant * scale,
});

function stageOf({ summands }: Field, before: number): ChainStage | undefined {
  const main = summands.filter(({ factors }) => factors.length > 0);
  const constants = summands.filter(({ factors }) => factors.length === 0).map(weightsOf);
  if (main.length !== 1 || main[0]!.factors.length !== 1) return undefined;
  const { passed, own } = weightsOf(main[0]!);
  const factors = factorsOf(main[0]!, passed, before);
  if (factors === undefined || !(passed > 0)) return undefined;
  return {
    factors,
    ratio: own / passed,
    constant: constants.reduce((sum, c) => sum + c.passed, 0),
    ownConstant: constants.reduce((sum, c) => sum + c.own, 0),
  };
}

function factorsOf(summand: Summand, passed: number, before: number): ChainStage['factors'] | undefined {
  const { polynomial, activations } = summand.factors[0]!;
  const { variables, terms } = polynomial;
  if (activations.length > 0 || variables.length !== 1 || !isField(variables[0]!, before)) return undefined;
  const square = numberFromRational(variables[0]![0]!.coefficient) ** 2;
  const degree = Math.max(0, ...terms.map(({ orders }) => orders[0]!));
  return Array.from({ length: degree + 1 }, (_, l) => {
    const term = terms.findIndex(({ orders }) => orders[0] === l);
    return { term, factor: term < 0 ? 0 : Math.sqrt((passed * square ** l) / Number(terms[term]!.factorial)) };
  });
}

const isField = (form: Form, field: number): boolean => form.length === 1 && form[0]!.field === field;

/** A_l at every input, [stage][l], each `padded` long. */
export function chainCoefficients(chain: Chain, inputs: PreparedInputs, padded: number): readonly Float64Array[] {
  return chain.stages.flatMap(({ factors }, stage) =>
    factors.map(({ term, factor }) => {
      const coefficients = new Float64Array(padded);
      const means = term < 0 ? undefined : inputs.expectations[stage + 1]!.means[term]!;
      means?.forEach((mean, i) => {
        coefficients[i] = factor * mean;
      });
      return coefficients;
    }),
  );
}

/**
 * A bound of all that the tiled path computes on the way: with |k| ≤ M and every |A_l| ≤ a_l, Horner's rule on
 * Σ A_l(a) A_l(b) k^l stays within Σ a_l² max(1, M)^l, and on its derivative within Σ l a_l² max(1, M)^(l − 1).
 */
export function largestMagnitude(chain: Chain, rows: PreparedInputs, columns: PreparedInputs): number {
  const largest = (values: Iterable<number>): number => {
    let most = 0;
    for (const value of values) most = Math.max(most, Math.abs(value));
    return most;
  };
  const gram = Math.sqrt(largest(rows.variances[0]!)) * Math.sqrt(largest(columns.variances[0]!));
  const { first } = chain;
  // Sums of products before they are scaled.
  const unscaled = gram / Math.min(1, first.factors[1]!.factor ** 2);
  let k = gram * Math.max(1, first.factors[1]!.factor ** 2) + first.constant;
  let theta = first.ratio * k + first.ownConstant;
  let most = Math.max(unscaled, k, theta);
  chain.stages.forEach(({ factors, ratio, constant, ownConstant }, stage) => {
    const squares = factors.map(({ term, factor }) => {
      if (term < 0) return 0;
      const meansOf = ({ expectations }: PreparedInputs): Float64Array => expectations[stage + 1]!.means[term]!;
      return factor * largest(meansOf(rows)) * factor * largest(meansOf(columns));
    });
    const base = Math.max(1, k);
    const y = squares.reduce((sum, square, l) => sum + square * base ** l, 0);
    const slope = squares.reduce((sum, square, l) => sum + (l === 0 ? 0 : l * square * base ** (l - 1)), 0);
    theta = ratio * y + slope * theta + ownConstant;
    k = y + constant;
    most = Math.max(most, k, slope, theta);
  });
  return most;
}
