/** Closed forms of c_k = E[f(g) He_k(g)], g standard Gaussian. */
import { type Rational, rational } from '../../base/rational.ts';
import {
  addConstants,
  type ExactConstant,
  exponentialConstant,
  integerConstant,
  multiplyConstants,
  piConstant,
  rationalConstant,
  rationalValue,
  rootConstant,
} from './exact-constant.ts';

/** c_0, …, c_{count−1}. */
export type GaussianCoefficients = readonly ExactConstant[];

const numbers = (count: number, at: (k: number) => ExactConstant): GaussianCoefficients =>
  Array.from({ length: count }, (_, k) => at(k));

/** (2j − 1)!!, 1 for j = 0. */
export function oddFactorial(j: number): bigint {
  let product = 1n;
  for (let i = 2n * BigInt(j) - 1n; i > 1n; i -= 2n) product *= i;
  return product;
}

/** c_k(x f) = c_{k+1}(f) + k c_{k−1}(f), from one coefficient more. */
export const timesVariable = (c: GaussianCoefficients): GaussianCoefficients =>
  numbers(c.length - 1, (k) =>
    addConstants(c[k + 1]!, k === 0 ? [] : multiplyConstants(integerConstant(k), c[k - 1]!)),
  );

/** Sign of a where f(x) = u(ax) for a ≠ 0 only depends on it; undefined unless the argument is a x with a known sign. */
export function scaleOf(
  argument: readonly ExactConstant[],
): { readonly a: ExactConstant; readonly sign: 1 | -1 } | undefined {
  const [constant, a] = argument;
  if (argument.length !== 2 || constant!.length !== 0 || a!.length !== 1) return undefined;
  return { a: a!, sign: a![0]!.coefficient.numerator > 0n ? 1 : -1 };
}

/** sign(x): c_k = 2 φ(0) He_{k−1}(0) for odd k, so (−1)^j (2j − 1)!! √(2/π), k = 2j + 1. */
export const signCoefficients = (sign: 1 | -1, count: number): GaussianCoefficients =>
  numbers(count, (k) => {
    if (k % 2 === 0) return [];
    const j = (k - 1) / 2;
    const factor = integerConstant(BigInt(sign) * (j % 2 === 0 ? 1n : -1n) * oddFactorial(j));
    return multiplyConstants(factor, multiplyConstants(rootConstant(rational(2n)), piConstant(-1)));
  });

/** e^(bx − s x²), 1 + 2s > 0, b = 0 unless s = 0: c_k = b^k e^(b²/2), or c_{2j} = (2j − 1)!! (v − 1)^j √v with v = 1/(1 + 2s). */
export function exponentialCoefficients(
  argument: readonly ExactConstant[],
  count: number,
): GaussianCoefficients | undefined {
  if (argument.length > 3) return undefined;
  const [constant, b, minusS] = [0, 1, 2].map((k) => argument[k] ?? []);
  const shift = rationalValue(constant!);
  if (shift === undefined) return undefined;
  const factor = exponentialConstant(shift);
  if (argument.length <= 2) {
    const square = rationalValue(multiplyConstants(b!, b!));
    if (square === undefined) return undefined;
    const half = exponentialConstant(rational(square.numerator, 2n * square.denominator));
    let power = multiplyConstants(factor, half);
    return numbers(count, () => {
      const value = power;
      power = multiplyConstants(power, b!);
      return value;
    });
  }
  const q = rationalValue(minusS!);
  if (b!.length > 0 || q === undefined) return undefined;
  const v = variance({ ...q, numerator: -q.numerator });
  return v && numbers(count, (k) => multiplyConstants(factor, k % 2 === 1 ? [] : gaussianMoment(v, k / 2)));
}

/** 1/(1 + 2s) where it is positive. */
function variance(s: Rational): Rational | undefined {
  const below = s.denominator + 2n * s.numerator;
  return below > 0n ? rational(s.denominator, below) : undefined;
}

/** √v E[He_{2j}(√v g)] = √v (2j − 1)!! (v − 1)^j. */
function gaussianMoment(v: Rational, j: number): ExactConstant {
  const power = rational((v.numerator - v.denominator) ** BigInt(j) * oddFactorial(j), v.denominator ** BigInt(j));
  return multiplyConstants(rationalConstant(power), rootConstant(v));
}

/** erf(ax): the derivative is (2a/√π) e^(−a²x²), and c_{k+1}(f) = c_k(f'). */
export function errorFunctionCoefficients(
  argument: readonly ExactConstant[],
  count: number,
): GaussianCoefficients | undefined {
  const scale = scaleOf(argument);
  const square = scale && rationalValue(multiplyConstants(scale.a, scale.a));
  const v = square && variance(square);
  if (v === undefined) return undefined;
  const factor = multiplyConstants(multiplyConstants(integerConstant(2), scale!.a), piConstant(-1));
  return numbers(count, (k) => (k % 2 === 0 ? [] : multiplyConstants(factor, gaussianMoment(v, (k - 1) / 2))));
}

/** sin(ax) and cos(ax): e^(−a²/2) a^k times sin or cos of kπ/2. */
export function oscillationCoefficients(
  argument: readonly ExactConstant[],
  count: number,
  phase: 0 | 1,
): GaussianCoefficients | undefined {
  const scale = scaleOf(argument);
  const square = scale && rationalValue(multiplyConstants(scale.a, scale.a));
  if (square === undefined) return undefined;
  let power = exponentialConstant(rational(-square.numerator, 2n * square.denominator));
  return numbers(count, (k) => {
    const value = (k + phase) % 2 === 0 ? [] : power;
    power = multiplyConstants(power, scale!.a);
    // sin: k ≡ 1 → 1, 3 → −1; cos: 0 → 1, 2 → −1.
    return (k - 1 + phase + 4) % 4 === 0 ? value : multiplyConstants(integerConstant(-1), value);
  });
}
