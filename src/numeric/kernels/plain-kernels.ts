/** Kernels of any limit in doubles, a row at a time: the plain path, and the one for activations that are no polynomials. */
import type { Progress } from '../../base/progress.ts';
import { numberFromRational } from '../../base/rational.ts';
import type { InfiniteWidthLimit } from '../../symbolic/kernels/infinite-width-limit.ts';
import {
  covarianceRow,
  type ExpectationInputs,
  type FloatExpectation,
  floatForm,
  type PreparedInputs,
  weightsOf,
} from './prepared-inputs.ts';

/** A value and its derivative, at one row input and every column input. */
interface Row {
  readonly value: Float64Array;
  readonly derivative: Float64Array;
}

/**
 * Fills both matrices, row-major, rows.count × columns.count. Inner products are summed from the first coordinate on;
 * diagonal entries of a symmetric pair of inputs use the variances themselves.
 */
export function plainKernels(
  limit: InfiniteWidthLimit,
  expectations: readonly FloatExpectation[],
  rows: PreparedInputs,
  columns: PreparedInputs,
  nngp: Float64Array,
  ntk: Float64Array,
  progress: Progress,
): void {
  const n = columns.matrix.count;
  const symmetric = rows === columns;
  const outputScale = numberFromRational(limit.outputVariance);
  const output = floatForm(limit.output);
  for (let i = 0; i < rows.matrix.count; i++) {
    if (i % PROGRESS_STEP === 0) progress(i, rows.matrix.count, `row ${i + 1}`);
    // Of a symmetric matrix, columns i and after.
    const first = symmetric ? i : 0;
    const fields = fieldRows(limit, expectations, rows, columns, i, first);
    const values = covarianceRow(
      output,
      fields.map(({ value }) => value),
      n - first,
    );
    const derivatives = covarianceRow(
      output,
      fields.map(({ derivative }) => derivative),
      n - first,
    );
    for (let j = first; j < n; j++) {
      nngp[i * n + j] = outputScale * values[j - first]!;
      ntk[i * n + j] = derivatives[j - first]!;
      if (!symmetric) continue;
      nngp[j * n + i] = nngp[i * n + j]!;
      ntk[j * n + i] = ntk[i * n + j]!;
    }
  }
}

const PROGRESS_STEP = 64;

function fieldRows(
  limit: InfiniteWidthLimit,
  expectations: readonly FloatExpectation[],
  rows: PreparedInputs,
  columns: PreparedInputs,
  i: number,
  first: number,
): readonly Row[] {
  const length = columns.matrix.count - first;
  const fields: Row[] = [
    { value: gramRow(rows, columns, i, first, limit.inputDivisor), derivative: new Float64Array(length) },
  ];
  let index = 0;
  limit.fields.slice(1).forEach(({ summands }, f) => {
    const value = new Float64Array(length);
    const derivative = new Float64Array(length);
    for (const summand of summands) {
      const { passed, own } = weightsOf(summand);
      let product: Row = { value: new Float64Array(length).fill(1), derivative: new Float64Array(length) };
      for (const _ of summand.factors) {
        const [left, right] = [rows.expectations[index]!, columns.expectations[index]!];
        product = times(product, expectationRow(expectations[index]!, left, right, fields, i, first, length));
        index++;
      }
      for (let j = 0; j < length; j++) {
        value[j]! += passed * product.value[j]!;
        derivative[j]! += passed * product.derivative[j]! + own * product.value[j]!;
      }
    }
    if (rows === columns) value[0] = rows.variances[f + 1]![i]!;
    fields.push({ value, derivative });
  });
  return fields;
}

function gramRow(
  rows: PreparedInputs,
  columns: PreparedInputs,
  i: number,
  first: number,
  divisor: number,
): Float64Array {
  const { data: x, dimension } = rows.matrix;
  const { data: y, count } = columns.matrix;
  const gram = new Float64Array(count - first);
  for (let j = first; j < count; j++) {
    let sum = 0;
    for (let k = 0; k < dimension; k++) sum += x[i * dimension + k]! * y[j * dimension + k]!;
    gram[j - first] = sum / divisor;
  }
  return gram;
}

function times(a: Row, b: Row): Row {
  return {
    value: a.value.map((x, j) => x * b.value[j]!),
    derivative: a.value.map((x, j) => x * b.derivative[j]! + a.derivative[j]! * b.value[j]!),
  };
}

function expectationRow(
  { forms, terms, activations }: FloatExpectation,
  left: ExpectationInputs,
  right: ExpectationInputs,
  fields: readonly Row[],
  i: number,
  first: number,
  length: number,
): Row {
  const rowOf = (form: FloatExpectation['forms'][number]): Row => ({
    value: covarianceRow(
      form,
      fields.map(({ value }) => value),
      length,
    ),
    derivative: covarianceRow(
      form,
      fields.map(({ derivative }) => derivative),
      length,
    ),
  });
  const variables = forms.map(rowOf);
  const value = new Float64Array(length);
  const derivative = new Float64Array(length);
  terms.forEach(({ factor, orders }, t) => {
    const a = factor * left.means[t]![i]!;
    const b = right.means[t]!;
    for (let j = 0; j < length; j++) {
      let [p, d] = [1, 0];
      for (let g = 0; g < orders.length; g++) {
        const l = orders[g]!;
        if (l === 0) continue;
        const k = variables[g]!.value[j]!;
        const lower = k ** (l - 1);
        d = d * lower * k + p * l * lower * variables[g]!.derivative[j]!;
        p *= lower * k;
      }
      const c = a * b[j + first]!;
      value[j]! += c * p;
      derivative[j]! += c * d;
    }
  });
  return activations.reduce<Row>(
    (product, { form, evaluator }, k) => {
      const [u, v] = [left.activations[k]!, right.activations[k]!];
      const inner = rowOf(form);
      const dual = inner.value.map((covariance, j) => evaluator.dual(u, i, v, j + first, covariance));
      const slope = inner.value.map(
        (covariance, j) => evaluator.derivativeDual(u, i, v, j + first, covariance) * inner.derivative[j]!,
      );
      return times(product, { value: dual, derivative: slope });
    },
    { value, derivative },
  );
}
