/**
 * The kernels of a limit over any ring: rationals, polynomials in the Gram entries, bounds. Over dual numbers K + Θ ε one
 * recursion gives both: by Price's theorem ∂/∂K_g(a, b) E[c(a) c(b)] = E[∂_g c(a) ∂_g c(b)], which is what Θ takes from the
 * layers before.
 */
import { InputError } from '../../base/errors.ts';
import { rational } from '../../base/rational.ts';
import { power, type Ring, sumOfProducts } from '../ring.ts';
import { type Dual, dualNumbers } from '../rings/dual-numbers.ts';
import { QQ } from '../rings/rationals.ts';
import type { Expectation, Form, InfiniteWidthLimit, Summand, VariancePolynomial } from './infinite-width-limit.ts';

/** What the recursion needs to know of one input. */
export interface AtInput<T> {
  /** The variance of each field. */
  readonly variances: readonly T[];
  /** m_l of each term of each expectation, in the order of {@link expectationsOf}. */
  readonly means: readonly (readonly T[])[];
}

/** NNGP and NTK at a pair of inputs. */
export interface KernelPair<T> {
  readonly nngp: T;
  readonly ntk: T;
}

/** Every expectation, field by field. */
export const expectationsOf = ({ fields }: InfiniteWidthLimit): readonly Expectation[] =>
  fields.flatMap(({ summands }) => summands.flatMap(({ factors }) => factors));

/** Throws {@link InputError} naming the layer when an activation is no polynomial. */
export function requirePolynomial({ fields }: InfiniteWidthLimit): void {
  for (const { place, summands } of fields) {
    for (const { factors } of summands) {
      const activation = factors.flatMap(({ activations }) => activations)[0]?.activation;
      if (activation === undefined) continue;
      throw new InputError(
        place,
        `the activation '${activation.kind}' before it is not a polynomial, and this path is exact`,
        'Compute the kernel in floats, or replace it by a polynomial activation',
      );
    }
  }
}

/** The variances and means at an input whose Gram entry is `gram`. */
export function atInput<T>(limit: InfiniteWidthLimit, K: Ring<T>, gram: T): AtInput<T> {
  const variances: T[] = [gram];
  const means: (readonly T[])[] = [];
  for (const { summands } of limit.fields.slice(1)) {
    const parts = summands.map((summand) => {
      const factors = summand.factors.map(({ polynomial }) => {
        const v = polynomial.variables.map((form) => covariance(K, form, variances));
        const mean = polynomial.terms.map((term) => meanOf(K, term.mean, v));
        means.push(mean);
        return polynomialExpectation(K, polynomial, mean, mean, v);
      });
      return K.mul(K.from(QQ.mul(summand.scale, summand.variance)), product(K, factors));
    });
    variances.push(parts.reduce((a, b) => K.add(a, b), K.zero));
  }
  return { variances, means };
}

/** The output's kernels at a pair of inputs; `gram` is the covariance of field 0 at the pair. */
export function atPair<T>(limit: InfiniteWidthLimit, K: Ring<T>, a: AtInput<T>, b: AtInput<T>, gram: T): KernelPair<T> {
  const D = dualNumbers(K);
  const values: Dual<T>[] = [{ value: gram, derivative: K.zero }];
  let index = 0;
  for (const { summands } of limit.fields.slice(1)) {
    const parts = summands.map((summand) => {
      const factors = summand.factors.map(({ polynomial }) => {
        const k = polynomial.variables.map((form) => covariance(D, form, values));
        const [left, right] = [a.means[index]!, b.means[index]!].map((means) =>
          means.map((value) => ({ value, derivative: K.zero })),
        );
        index++;
        return polynomialExpectation(D, polynomial, left!, right!, k);
      });
      return withOwnGradient(K, summand, product(D, factors));
    });
    values.push(parts.reduce((sum, part) => D.add(sum, part), D.zero));
  }
  const { value, derivative } = covariance(D, limit.output, values);
  return { nngp: K.mul(K.from(limit.outputVariance), value), ntk: derivative };
}

/** σ² (E + E' ε) + γ E ε: what the weight passes on, and its own part. */
function withOwnGradient<T>(
  K: Ring<T>,
  { scale, variance, gradient }: Summand,
  { value, derivative }: Dual<T>,
): Dual<T> {
  const passed = K.from(QQ.mul(scale, variance));
  return {
    value: K.mul(passed, value),
    derivative: K.add(K.mul(passed, derivative), K.mul(K.from(QQ.mul(scale, gradient)), value)),
  };
}

/** Σ coefficient² K_field. */
function covariance<T>(K: Ring<T>, form: Form, values: readonly T[]): T {
  if (form.length === 1 && QQ.equal(form[0]!.coefficient, QQ.one)) return values[form[0]!.field]!;
  return sumOfProducts(
    K,
    form.map(({ coefficient }) => K.from(QQ.mul(coefficient, coefficient))),
    form.map(({ field }) => values[field]!),
  );
}

/** Σ_l a_l b_l Π k_g^(l_g) / l!. */
function polynomialExpectation<T>(
  K: Ring<T>,
  { terms }: Expectation['polynomial'],
  a: readonly T[],
  b: readonly T[],
  k: readonly T[],
): T {
  return sumOfProducts(
    K,
    terms.map(({ factorial }, t) => K.mul(K.from(rational(1n, factorial)), K.mul(a[t]!, b[t]!))),
    terms.map(({ orders }) => monomial(K, k, orders)),
  );
}

const meanOf = <T>(K: Ring<T>, mean: VariancePolynomial, v: readonly T[]): T =>
  sumOfProducts(
    K,
    mean.map(({ coefficient }) => K.from(coefficient)),
    mean.map(({ exponents }) => monomial(K, v, exponents)),
  );

const monomial = <T>(K: Ring<T>, values: readonly T[], exponents: readonly number[]): T =>
  product(
    K,
    values.flatMap((value, g) => (exponents[g] === 0 ? [] : [power(K, value, exponents[g]!)])),
  );

const product = <T>(K: Ring<T>, factors: readonly T[]): T =>
  factors.length === 0 ? K.one : factors.reduce((a, b) => K.mul(a, b));
