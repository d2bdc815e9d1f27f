/** What kernels need to know of each input by itself: variances of all fields, means of derivatives, in doubles. */
import { InputError } from '../../base/errors.ts';
import { numberFromRational } from '../../base/rational.ts';
import type { Expectation, Form, InfiniteWidthLimit, Summand } from '../../symbolic/kernels/infinite-width-limit.ts';
import { expectationsOf } from '../../symbolic/kernels/kernel-recursion.ts';
import { type DualEvaluator, type DualInputs, dualEvaluator } from './dual-evaluator.ts';

/** Inputs, one after another. */
export interface InputMatrix {
  readonly data: Float64Array;
  readonly count: number;
  readonly dimension: number;
}

/** An expectation with its numbers as doubles. */
export interface FloatExpectation {
  readonly source: Expectation;
  readonly forms: readonly FloatForm[];
  /** 1/l! and l of each term. */
  readonly terms: readonly { readonly factor: number; readonly orders: readonly number[] }[];
  readonly activations: readonly { readonly form: FloatForm; readonly evaluator: DualEvaluator }[];
}

export type FloatForm = readonly { readonly field: number; readonly square: number }[];

/** Of one expectation, at every input: m_l, [term][input], and what its activations need. */
export interface ExpectationInputs {
  readonly means: readonly Float64Array[];
  readonly activations: readonly DualInputs[];
}

export interface PreparedInputs {
  readonly matrix: InputMatrix;
  /** [field][input]. */
  readonly variances: readonly Float64Array[];
  /** In the order of {@link expectationsOf}. */
  readonly expectations: readonly ExpectationInputs[];
}

/** Throws {@link InputError} unless the inputs are finite numbers, `dimension` of each. */
export function inputMatrix(
  inputs: Float64Array | readonly (readonly number[])[],
  dimension: number,
  where: string,
): InputMatrix {
  const list = inputs instanceof Float64Array ? undefined : inputs;
  if (list !== undefined && !Array.isArray(list))
    throw new InputError(where, `expected a list of inputs, each ${dimension} numbers, got ${typeof list}`);
  list?.forEach((x, i) => {
    if (!Array.isArray(x) || x.length !== dimension)
      throw new InputError(
        `${where}[${i}]`,
        `expected ${dimension} numbers, as many as the network has inputs, got ${Array.isArray(x) ? x.length : typeof x}`,
      );
  });
  const data = list === undefined ? (inputs as Float64Array) : Float64Array.from(list.flat());
  if (data.length === 0 || data.length % dimension !== 0)
    throw new InputError(where, `expected a positive multiple of ${dimension} numbers, got ${data.length}`);
  const bad = firstNotFinite(data);
  if (bad >= 0)
    throw new InputError(
      `${where}[${Math.floor(bad / dimension)}][${bad % dimension}]`,
      `expected a finite number, got ${list === undefined ? data[bad] : JSON.stringify(list.flat()[bad])}`,
    );
  return { data, count: data.length / dimension, dimension };
}

/** The index of the first entry that is no finite number; −1 when all are. A loop, since there may be millions. */
export function firstNotFinite(data: Float64Array | Float32Array): number {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return i;
  return -1;
}

export const floatExpectations = (limit: InfiniteWidthLimit): readonly FloatExpectation[] =>
  expectationsOf(limit).map((source) => ({
    source,
    forms: source.polynomial.variables.map(floatForm),
    terms: source.polynomial.terms.map(({ factorial, orders }) => ({ factor: 1 / Number(factorial), orders })),
    activations: source.activations.map(({ form, activation }) => ({
      form: floatForm(form),
      evaluator: dualEvaluator(activation),
    })),
  }));

export const floatForm = (form: Form): FloatForm =>
  form.map(({ field, coefficient }) => ({ field, square: numberFromRational(coefficient) ** 2 }));

/** scale · variance and scale · gradient. */
export const weightsOf = ({ scale, variance, gradient }: Summand): { passed: number; own: number } => {
  const number = numberFromRational(scale);
  return { passed: number * numberFromRational(variance), own: number * numberFromRational(gradient) };
};

/** Throws {@link InputError} naming the layer at which variances overflow. */
export function prepareInputs(
  limit: InfiniteWidthLimit,
  expectations: readonly FloatExpectation[],
  matrix: InputMatrix,
): PreparedInputs {
  const { count } = matrix;
  const variances: Float64Array[] = [norms(matrix, limit.inputDivisor)];
  const prepared: ExpectationInputs[] = [];
  for (const { place, summands } of limit.fields.slice(1)) {
    const total = new Float64Array(count);
    for (const summand of summands) {
      const product = new Float64Array(count).fill(weightsOf(summand).passed);
      for (const _ of summand.factors) {
        const expectation = expectations[prepared.length]!;
        const { inputs, diagonal } = atInputs(expectation, variances, count);
        prepared.push(inputs);
        for (let i = 0; i < count; i++) product[i]! *= diagonal[i]!;
      }
      for (let i = 0; i < count; i++) total[i]! += product[i]!;
    }
    const bad = total.findIndex((v) => !Number.isFinite(v));
    if (bad >= 0)
      throw new InputError(
        place,
        `the variance of its values at input ${bad} is beyond the range of doubles`,
        'Use smaller inputs, smaller variances or fewer layers, or compute exactly',
      );
    variances.push(total);
  }
  return { matrix, variances, expectations: prepared };
}

function norms({ data, count, dimension }: InputMatrix, divisor: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let k = i * dimension; k < (i + 1) * dimension; k++) sum += data[k]! * data[k]!;
    return sum / divisor;
  });
}

export function covarianceRow(form: FloatForm, values: readonly Float64Array[], length: number): Float64Array {
  if (form.length === 1 && form[0]!.square === 1) return values[form[0]!.field]!;
  const sum = new Float64Array(length);
  for (const { field, square } of form) for (let i = 0; i < length; i++) sum[i]! += square * values[field]![i]!;
  return sum;
}

function atInputs(
  { source, forms, terms, activations }: FloatExpectation,
  variances: readonly Float64Array[],
  count: number,
): { inputs: ExpectationInputs; diagonal: Float64Array } {
  const v = forms.map((form) => covarianceRow(form, variances, count));
  const means = source.polynomial.terms.map(({ mean }) => {
    const total = new Float64Array(count);
    for (const { coefficient, exponents } of mean) {
      const product = new Float64Array(count).fill(numberFromRational(coefficient));
      multiplyPowers(product, v, exponents);
      for (let i = 0; i < count; i++) total[i]! += product[i]!;
    }
    return total;
  });
  const diagonal = new Float64Array(count);
  terms.forEach(({ factor, orders }, t) => {
    const product = new Float64Array(count).fill(factor);
    multiplyPowers(product, v, orders);
    for (let i = 0; i < count; i++) diagonal[i]! += product[i]! * means[t]![i]! * means[t]![i]!;
  });
  const duals = activations.map(({ form, evaluator }) => {
    const inputs = evaluator.prepare(covarianceRow(form, variances, count));
    for (let i = 0; i < count; i++) diagonal[i]! *= evaluator.dual(inputs, i, inputs, i, inputs.variances[i]!);
    return inputs;
  });
  return { inputs: { means, activations: duals }, diagonal };
}

/** product[i] · Π_g v_g[i]^(exponents[g]). */
function multiplyPowers(product: Float64Array, v: readonly Float64Array[], exponents: readonly number[]): void {
  exponents.forEach((exponent, g) => {
    const values = v[g]!;
    for (let e = 0; e < exponent; e++) for (let i = 0; i < product.length; i++) product[i]! *= values[i]!;
  });
}
