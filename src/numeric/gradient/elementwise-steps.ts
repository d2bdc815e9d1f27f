/** Linear combinations and activations, forwards and backwards. */
import { nearestDouble } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Activation } from '../../network/activation.ts';
import type { Node, Value } from '../../network/program.ts';
import { copies, type Layout, type Step, zeros } from './step.ts';

type Of<Operation extends Node['operation']> = Extract<Node, { readonly operation: Operation }>;

export function linearStep(layout: Layout, value: Value, node: Of<'linear'>): Step {
  const size = layout.sizes[value]!;
  const coefficients = node.coefficients.map((c) => nearestDouble(c, layout.program.places[value]!));
  return {
    forward(values) {
      const count = copies(layout, value, values);
      const out = new Float64Array(count * size);
      node.arguments.forEach((argument, k) => {
        const [x, c] = [values.entries[argument]!, coefficients[k]!];
        const stride = layout.uniform[argument]! ? 0 : size;
        for (let s = 0; s < count; s++)
          for (let i = 0; i < size; i++) {
            const term = c * x[s * stride + i]!;
            out[s * size + i] = k === 0 ? term : out[s * size + i]! + term;
          }
      });
      return out;
    },
    backward(values, cotangent, position) {
      const c = coefficients[position]!;
      const argument = node.arguments[position]!;
      if (layout.uniform[argument] === layout.uniform[value]) return cotangent.map((d) => c * d);
      const out = zeros(size);
      for (let s = 0; s < values.samples; s++) for (let i = 0; i < size; i++) out[i]! += c * cotangent[s * size + i]!;
      return out;
    },
  };
}

export function mapStep(layout: Layout, value: Value, node: Of<'map'>): Step {
  const place = layout.program.places[value]!;
  const [argument] = node.arguments;
  const { f, df } = functionsOf(node.activation, place);
  return {
    forward({ entries }) {
      const x = entries[argument]!;
      const out = new Float64Array(x.length);
      for (let i = 0; i < x.length; i++) out[i] = f(x[i]!);
      return out;
    },
    backward({ entries }, cotangent) {
      const x = entries[argument]!;
      const out = new Float64Array(x.length);
      for (let i = 0; i < x.length; i++) out[i] = cotangent[i]! * df(x[i]!);
      return out;
    },
  };
}

/** σ and σ′ in doubles, polynomials by Horner's rule. Throws {@link InputError} when they are not known. */
function functionsOf(activation: Activation, place: string): { f(x: number): number; df(x: number): number } {
  if (activation.coefficients !== undefined) {
    const coefficients = activation.coefficients.map((c) => nearestDouble(c, place));
    return { f: horner(coefficients), df: horner(derivativeCoefficients(coefficients)) };
  }
  const { f, df } = activation;
  if (f === undefined)
    throw new InputError(
      place,
      `the activation '${activation.kind}' has neither coefficients nor a function f`,
      'Give one of them',
    );
  return {
    f,
    df(x) {
      if (df !== undefined) return df(x);
      throw new InputError(place, `the activation '${activation.kind}' has no derivative df`, 'Give it');
    },
  };
}

const derivativeCoefficients = (coefficients: readonly number[]): readonly number[] =>
  coefficients.length === 1 ? [0] : coefficients.slice(1).map((c, k) => (k + 1) * c);

function horner(coefficients: readonly number[]): (x: number) => number {
  const degree = coefficients.length - 1;
  return (x) => {
    let y = coefficients[degree]!;
    for (let k = degree - 1; k >= 0; k--) y = y * x + coefficients[k]!;
    return y;
  };
}
