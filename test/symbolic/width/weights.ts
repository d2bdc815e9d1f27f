/**
 * The oracle: a small network written out as a polynomial in all of its parameters, differentiated as it stands, and
 * averaged monomial by monomial. Nothing of the recursion over layers is used.
 */
import { formatRational, parseRational, type Rational, rational } from '../../../src/base/rational.ts';
import type { Factor } from '../../../src/symbolic/monomials.ts';
import { add, multiply, power, scale } from '../../../src/symbolic/operations/arithmetic.ts';
import { differentiate } from '../../../src/symbolic/operations/calculus.ts';
import { Polynomial } from '../../../src/symbolic/polynomial-constructors.ts';

export interface SmallNetwork {
  readonly activations: readonly (readonly string[])[];
  readonly widths: readonly number[];
  readonly weightVariances: readonly string[];
  readonly biasVariances: readonly string[];
  readonly inputs: readonly (readonly string[])[];
}

export interface WrittenOut {
  readonly parameters: readonly string[];
  /** f at each input, in the parameters and square roots: r_l = n_l^{−1/2}, s_l and t_l, the deviations. */
  readonly outputs: readonly Polynomial[];
  /** What the square of each root is. */
  readonly squares: Readonly<Record<string, Rational>>;
}

export function writtenOut({ activations, widths, weightVariances, biasVariances, inputs }: SmallNetwork): WrittenOut {
  const sizes = [inputs[0]!.length, ...widths, 1];
  const parameters: string[] = [];
  const squares: Record<string, Rational> = {};
  for (let l = 0; l + 1 < sizes.length; l++) {
    for (let i = 0; i < sizes[l + 1]!; i++) {
      for (let j = 0; j < sizes[l]!; j++) parameters.push(`W${l}_${i}_${j}`);
      if (biasVariances[l] !== '0') parameters.push(`b${l}_${i}`);
    }
    squares[`s${l}`] = parseRational(weightVariances[l]!);
    squares[`t${l}`] = parseRational(biasVariances[l]!);
    squares[`r${l}`] = l === 0 ? rational(1n) : rational(1n, BigInt(sizes[l]!));
  }
  const variables = [...parameters, ...Object.keys(squares)];
  const named = (name: string): Polynomial => Polynomial.variable(variables, name);
  const constant = (c: string): Polynomial => Polynomial.constant(variables, parseRational(c));
  const sum = (terms: readonly Polynomial[]): Polynomial => terms.reduce(add, constant('0'));
  const outputs = inputs.map((input) => {
    let values = input.map(constant);
    for (let l = 0; l + 1 < sizes.length; l++) {
      const before = values;
      const z = Array.from({ length: sizes[l + 1]! }, (_, i) => {
        const weighted = sum(before.map((value, j) => multiply(named(`W${l}_${i}_${j}`), value)));
        const scaled = multiply(multiply(named(`s${l}`), named(`r${l}`)), weighted);
        return biasVariances[l] === '0' ? scaled : add(scaled, multiply(named(`t${l}`), named(`b${l}_${i}`)));
      });
      const activation = activations[l];
      values = activation === undefined ? z : z.map((x) => sum(activation.map((c, k) => scale(c, power(x, k)))));
    }
    return values[0]!;
  });
  return { parameters, outputs, squares };
}

/** E of a polynomial in independent N(0, 1) parameters: odd powers vanish, even ones give (p − 1)!!. */
export function average(f: Polynomial, { squares }: WrittenOut): string {
  let total = rational(0n);
  for (const { coefficient, factors } of f.terms()) {
    // An odd power of a parameter has mean zero, whatever roots stand with it.
    if (factors.some(([v, exponent]) => squares[f.variables[v]!] === undefined && exponent % 2 === 1)) continue;
    const value = factors.reduce((product, factor) => times(product, momentOf(f, factor, squares)), coefficient);
    total = rational(
      total.numerator * value.denominator + value.numerator * total.denominator,
      total.denominator * value.denominator,
    );
  }
  return formatRational(total);
}

function momentOf(f: Polynomial, [variable, exponent]: Factor, squares: Readonly<Record<string, Rational>>): Rational {
  const square = squares[f.variables[variable]!];
  if (exponent % 2 === 1) throw new Error(`an odd power of a square root is left: ${f.variables[variable]}`);
  let product = rational(1n);
  for (let p = exponent - 1; p > 0; p -= 2) product = times(product, square ?? rational(BigInt(p)));
  return product;
}

const times = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);

/** Σ over all parameters of the product of derivatives: `inputs[a]` and the pairs of factors that share an index. */
export function contracted(
  net: WrittenOut,
  inputs: readonly number[],
  contractions: readonly (readonly [number, number])[],
): Polynomial {
  const [pair, ...rest] = contractions;
  const recurse = (factors: readonly Polynomial[], left: typeof contractions): Polynomial => {
    const [next, ...others] = left;
    if (next === undefined) return factors.reduce(multiply);
    let sum: Polynomial | undefined;
    for (const parameter of net.parameters) {
      const derived = [...factors];
      for (const factor of next) derived[factor] = differentiate(derived[factor]!, parameter);
      if (derived.some((f) => f.length === 0)) continue;
      const term = recurse(derived, others);
      sum = sum === undefined ? term : add(sum, term);
    }
    return sum ?? Polynomial.constant([], rational(0n));
  };
  return recurse(
    inputs.map((input) => net.outputs[input]!),
    pair === undefined ? [] : [pair, ...rest],
  );
}
