/** Truncated Taylor series in t_1, …, t_p whose coefficients are vectors: x(t) = Σ_k x[k] t^k, numbered by a {@link JetAlgebra}. */
import { contraction } from '../../network/einsum.ts';
import type { Shape } from '../../network/tensor.ts';
import type { JetAlgebra } from './jet-algebra.ts';
import { addTo } from './operators.ts';

/** `undefined` for a coefficient that is 0. */
export type Jet = readonly (Float64Array | undefined)[];

/** An einsum of jets: coefficient n is Σ over k_1 + k_2 + … = n of the einsums of coefficients. */
export function einsumOfJets(
  specification: string,
  shapes: readonly Shape[],
  operands: readonly Jet[],
  algebra: JetAlgebra,
): Jet {
  if (operands.length === 2 && isElementwise(specification)) return productOfJets(operands[0]!, operands[1]!, algebra);
  const { outer, inner, terms, outputShape } = contraction(specification, shapes);
  const size = outputShape.reduce((product, length) => product * length, 1);
  const result: (Float64Array | undefined)[] = Array.from({ length: algebra.size }, () => undefined);
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
      if (coefficient === undefined || !algebra.kept(used, n)) return;
      chosen[k] = coefficient;
      choose(k + 1, used + n);
    });
    chosen.length = k;
  };
  choose(0, 0);
  return result;
}

/** `i,i->i`, with any number of different indices: no index tables are needed. */
function isElementwise(specification: string): boolean {
  const [inputs, output = ''] = specification.split('->');
  return inputs === `${output},${output}` && new Set(output).size === output.length;
}

/** Σ_k c_k x_k. */
export function sumOfJets(coefficients: readonly number[], jets: readonly Jet[], { size }: JetAlgebra): Jet {
  return Array.from({ length: size }, (_, n) => {
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
export function productOfJets(x: Jet, y: Jet, { pairs }: JetAlgebra): Jet {
  return pairs.map((terms) => {
    let sum: Float64Array | undefined;
    for (const [i, j] of terms) {
      const [a, b] = [x[i], y[j]];
      if (a === undefined || b === undefined) continue;
      sum ??= new Float64Array(a.length);
      for (let e = 0; e < a.length; e++) sum[e]! += a[e]! * b[e]!;
    }
    return sum;
  });
}

/**
 * σ(x(t)) elementwise from σ's Taylor coefficients at x(0), [j][entry] up to the algebra's degree: Σ_j σ_j ∘ (x(t) − x(0))^j,
 * by Horner's rule.
 */
export function composeJet(taylor: readonly Float64Array[], x: Jet, algebra: JetAlgebra): Jet {
  const rest: Jet = [undefined, ...x.slice(1)];
  let top = Math.min(algebra.degree, taylor.length - 1);
  while (top > 0 && taylor[top]!.every((c) => c === 0)) top--;
  let result: Jet = [taylor[top]];
  for (let j = top - 1; j >= 0; j--) {
    const product = [...productOfJets(result, rest, algebra)];
    const first = product[0] ?? new Float64Array(taylor[j]!.length);
    addTo(first, 1, taylor[j]!);
    product[0] = first;
    result = product;
  }
  return result;
}
