/** Power sums and elementary symmetric polynomials, each in terms of the other (Newton's identities). */
import { InputError } from '../../base/errors.ts';
import { rational } from '../../base/rational.ts';
import { indexedName } from '../conjugate-pairs.ts';
import { add, multiply, scale } from '../operations/arithmetic.ts';
import { inVariables } from '../operations/common-ring.ts';
import { substitute } from '../operations/substitute.ts';
import { constantPolynomial, type Polynomial, variablePolynomial } from '../polynomial.ts';

const checkOrder = (where: string, k: number): void => {
  if (!Number.isSafeInteger(k) || k < 1) throw new InputError(where, `expected an integer ≥ 1, got ${k}`);
};

const namesTo = (letter: string, k: number): readonly string[] =>
  Array.from({ length: k }, (_, i) => `${letter}${i + 1}`);

/** e_k as a polynomial in p1, …, pk: k e_k = Σ_{i=1}^k (−1)^{i−1} e_{k−i} p_i. `e2 = p1²/2 − p2/2`. */
export function elementaryInPowerSums(k: number, letter = 'p'): Polynomial {
  checkOrder('elementaryInPowerSums', k);
  const variables = namesTo(letter, k);
  const elementary = [constantPolynomial(variables, rational(1n))];
  for (let n = 1; n <= k; n++) {
    let sum = constantPolynomial(variables, rational(0n));
    for (let i = 1; i <= n; i++) {
      const product = multiply(elementary[n - i]!, variablePolynomial(variables, variables[i - 1]!));
      sum = add(sum, scale(i % 2 === 1 ? 1 : -1, product));
    }
    elementary.push(scale(`1/${n}`, sum));
  }
  return elementary[k]!;
}

/**
 * p_k as a polynomial in e1, …, ek: p_k = (−1)^{k−1} k e_k + Σ_{i=1}^{k−1} (−1)^{i−1} e_i p_{k−i}. For N variables, where
 * e_j = 0 for j > N, give `size`: then it is in e1, …, eN alone.
 */
export function powerSumInElementary(k: number, size: number = k, letter = 'e'): Polynomial {
  checkOrder('powerSumInElementary', k);
  checkOrder('powerSumInElementary: size', size);
  const variables = namesTo(letter, Math.min(k, size));
  const e = (i: number): Polynomial =>
    i <= variables.length
      ? variablePolynomial(variables, variables[i - 1]!)
      : constantPolynomial(variables, rational(0n));
  const sums: Polynomial[] = [];
  for (let n = 1; n <= k; n++) {
    let sum = scale(n % 2 === 1 ? n : -n, e(n));
    for (let i = 1; i < Math.min(n, variables.length + 1); i++)
      sum = add(sum, scale(i % 2 === 1 ? 1 : -1, multiply(e(i), sums[n - i - 1]!)));
    sums.push(sum);
  }
  return sums[k - 1]!;
}

/** A polynomial in power sums p1, p2, … as one in e1, e2, …; other variables stay. `size`: as in {@link powerSumInElementary}. */
export function powerSumsToElementary(f: Polynomial, size?: number): Polynomial {
  return exchange(f, 'p', 'e', (k: number) => powerSumInElementary(k, size));
}

/** A polynomial in e1, e2, … as one in the power sums p1, p2, …; other variables stay. */
export function elementaryToPowerSums(f: Polynomial): Polynomial {
  return exchange(f, 'e', 'p', elementaryInPowerSums);
}

function exchange(f: Polynomial, from: string, to: string, image: (k: number) => Polynomial): Polynomial {
  const read = indexedName(from, to);
  const indices = f.variables.map((name) => read(name));
  const mixed = f.variables.find((_, v) => indices[v]?.conjugate === true);
  if (mixed !== undefined)
    throw new InputError(
      'symmetric functions',
      `'${mixed}' is already one of ${to}1, ${to}2, …`,
      `Give a polynomial in ${from}1, ${from}2, …`,
    );
  const images = f.variables.flatMap((name, v) => {
    const index = indices[v]?.index;
    return index === undefined ? [] : [[name, image(index), index] as const];
  });
  const result = substitute(f, Object.fromEntries(images.map(([name, g]) => [name, g])));
  const inOrder = [...result.variables].sort((a, b) => (read(a)?.index ?? 0) - (read(b)?.index ?? 0));
  return inVariables(result, inOrder);
}
