/** Truncated Taylor series in t whose coefficients are vectors: x(t) = Σ_k x[k] t^k. */
import { contraction } from '../../network/einsum.ts';
import type { Shape } from '../../network/tensor.ts';
import { addTo } from './operators.ts';

/** `undefined` for a coefficient that is 0. */
export type Jet = readonly (Float64Array | undefined)[];

/** An einsum of jets up to order `order`: coefficient n is Σ over k_1 + k_2 + … = n of the einsums of coefficients. */
export function einsumOfJets(
  specification: string,
  shapes: readonly Shape[],
  operands: readonly Jet[],
  order: number,
): Jet {
  const { outer, inner, terms, outputShape } = contraction(specification, shapes);
  const size = outputShape.reduce((product, length) => product * length, 1);
  const result: (Float64Array | undefined)[] = Array.from({ length: order + 1 }, () => undefined);
  const chosen: Float64Array[] = [];
  const add = (out: Float64Array): void => {
    for (let o = 0; o < size; o++) {
      let sum = 0;
      for (let t = 0; t < terms; t++) {
        let product = 1;
        for (let k = 0; k < chosen.length; k++) product *= chosen[k]![outer[k]![o]! + inner[k]![t]!]!;
        sum += product;
      }
      out[o]! += sum;
    }
  };
  const choose = (k: number, used: number): void => {
    if (k === operands.length) {
      result[used] ??= new Float64Array(size);
      add(result[used]);
      return;
    }
    operands[k]!.forEach((coefficient, n) => {
      if (coefficient === undefined || used + n > order) return;
      chosen[k] = coefficient;
      choose(k + 1, used + n);
    });
    chosen.length = k;
  };
  choose(0, 0);
  return result;
}

/** Σ_k c_k x_k. */
export function sumOfJets(coefficients: readonly number[], jets: readonly Jet[], order: number): Jet {
  return Array.from({ length: order + 1 }, (_, n) => {
    let sum: Float64Array | undefined;
    jets.forEach((jet, k) => {
      const x = jet[n];
      if (x === undefined) return;
      sum ??= new Float64Array(x.length);
      addTo(sum, coefficients[k]!, x);
    });
    return sum;
  });
}

/** x ∘ y, elementwise. */
export function productOfJets(x: Jet, y: Jet, order: number): Jet {
  return Array.from({ length: order + 1 }, (_, n) => {
    let sum: Float64Array | undefined;
    for (let k = 0; k <= n; k++) {
      const [a, b] = [x[k], y[n - k]];
      if (a === undefined || b === undefined) continue;
      sum ??= new Float64Array(a.length);
      for (let i = 0; i < a.length; i++) sum[i]! += a[i]! * b[i]!;
    }
    return sum;
  });
}

/**
 * σ(x(t)) elementwise from σ's Taylor coefficients at x(0), [j][entry]: Σ_j σ_j ∘ (x(t) − x(0))^j, by Horner's rule.
 */
export function composeJet(taylor: readonly Float64Array[], x: Jet, order: number): Jet {
  const rest: Jet = [undefined, ...x.slice(1)];
  let result: Jet = [taylor[order]];
  for (let j = order - 1; j >= 0; j--) {
    const product = [...productOfJets(result, rest, order)];
    const first = product[0] ?? new Float64Array(taylor[j]!.length);
    addTo(first, 1, taylor[j]!);
    product[0] = first;
    result = product;
  }
  return result;
}
