/** Laws of averages. */
import fc from 'fast-check';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import { hermiteBasis } from '../../symbolic/bases/orthogonal/hermite.ts';
import { expandInBasis, squaredNormInBasis } from '../../symbolic/basis-expansion.ts';
import { chaosExpansion } from '../../symbolic/chaos.ts';
import { factorial } from '../../symbolic/combinatorics.ts';
import { expectation, expectedValue } from '../../symbolic/expectation.ts';
import { innerProduct, variance } from '../../symbolic/inner-products.ts';
import type { Measure } from '../../symbolic/measure.ts';
import { type GaussianMeasure, gaussian, standardGaussian } from '../../symbolic/measures/gaussian.ts';
import { degreeOfFactors } from '../../symbolic/monomials.ts';
import { add, multiply, scale, subtract } from '../../symbolic/operations/arithmetic.ts';
import { differentiate } from '../../symbolic/operations/calculus.ts';
import { equal } from '../../symbolic/operations/compare.ts';
import { filterTerms } from '../../symbolic/operations/structure.ts';
import { constantPolynomial, type Polynomial, variablePolynomial } from '../../symbolic/polynomial.ts';
import type { OrthogonalBasis } from '../../symbolic/polynomial-basis.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import { sobolDecomposition } from '../../symbolic/sobol.ts';
import { wickOrdered, wickProduct, wickSymbol } from '../../symbolic/wick.ts';
import { gaussians, independentMeasures } from '../arbitraries/measures.ts';
import { polynomials } from '../arbitraries/polynomials.ts';
import { expectLaw, type LawParameters } from './law.ts';

const VARIABLES = ['x1', 'x2', 'x3'];

const some = (maximumDegree = 3): fc.Arbitrary<Polynomial> => polynomials({ variables: VARIABLES, maximumDegree });

function expectEqual(left: Polynomial, right: Polynomial, law: string): void {
  expectLaw(equal(left, right), law, () => `${left} is not ${right}`);
}

/** E[1] = 1, E is linear, and E[f²] ≥ 0, for measures on x1, x2, x3. */
export function expectationIsLinearAndPositive(
  measures: fc.Arbitrary<Measure> = gaussians(VARIABLES, { means: true }),
  parameters: LawParameters = {},
): void {
  fc.assert(
    fc.property(measures, some(), some(), fc.integer(), (measure, f, g, c) => {
      const E = (h: Polynomial): Polynomial => expectation(h, measure);
      expectEqual(E(constantPolynomial(VARIABLES, rational(1n))), constantPolynomial([], rational(1n)), 'E[1] = 1');
      expectEqual(E(add(f, scale(c, g))), add(E(f), scale(c, E(g))), 'E[f + c g] = E[f] + c E[g]');
      const square = expectedValue(multiply(f, f), measure);
      expectLaw(square.numerator >= 0n, 'E[f²] ≥ 0', () => `it is ${formatRational(square)}`);
    }),
    parameters,
  );
}

/** The average of an odd polynomial under a centred Gaussian is 0. */
export function oddExpectationIsZero(
  measures: fc.Arbitrary<Measure> = gaussians(VARIABLES),
  parameters: LawParameters = {},
): void {
  fc.assert(
    fc.property(measures, some(7), (measure, f) => {
      const odd = filterTerms(f, (factors) => degreeOfFactors(factors) % 2 === 1);
      const average = expectation(odd, measure);
      expectLaw(average.length === 0, 'E of an odd polynomial is 0', () => `E[${odd}] is ${average}`);
    }),
    parameters,
  );
}

/** Stein's lemma: E[x_i f] = E[x_i] E[f] + Σ_j C_ij E[∂_j f]. */
export function steinLemma(
  measures: fc.Arbitrary<GaussianMeasure> = gaussians(VARIABLES, { means: true }),
  parameters: LawParameters = {},
): void {
  fc.assert(
    fc.property(measures, some(5), (measure, f) => {
      const averaged = measure.averaged(VARIABLES);
      const { covariance, mean } = measure.entries(averaged);
      const zero = constantPolynomial([], rational(0n));
      averaged.forEach((name, i) => {
        const left = expectation(multiply(variablePolynomial(VARIABLES, name), f), measure);
        const right = averaged.reduce(
          (sum, other, j) =>
            add(sum, multiply(covariance(i, j) ?? zero, expectation(differentiate(f, other), measure))),
          multiply(mean(i) ?? zero, expectation(f, measure)),
        );
        expectEqual(left, right, `Stein's lemma at ${name}`);
      });
    }),
    parameters,
  );
}

/**
 * Mehler: for standard Gaussians x, y with E[x y] = ρ, E[f(x) g(y)] = Σ_n n! c_n d_n ρ^n as a polynomial in ρ, where c_n and
 * d_n are the Hermite coefficients of f and g.
 */
export function mehlerFormula(parameters: LawParameters = {}): void {
  const correlated = gaussian({
    covariance: [
      [1, 'r'],
      ['r', 1],
    ],
    variables: ['x', 'y'],
  });
  const single = (name: string): fc.Arbitrary<Polynomial> => polynomials({ variables: [name], maximumDegree: 5 });
  fc.assert(
    fc.property(single('x'), single('y'), (f, g) => {
      const coefficient = (h: Polynomial, n: number): Rational => {
        const { coefficients } = expandInBasis(h, hermiteBasis);
        const found = [...coefficients.terms()].find(({ factors }) => degreeOfFactors(factors) === n);
        return found?.coefficient ?? QQ.zero;
      };
      let sum = constantPolynomial(['r'], rational(0n));
      let power = constantPolynomial(['r'], rational(1n));
      for (let n = 0; n <= 5; n++) {
        const c = QQ.mul(QQ.mul(coefficient(f, n), coefficient(g, n)), rational(factorial(n)));
        sum = add(sum, scale(formatRational(c), power));
        power = multiply(power, variablePolynomial(['r'], 'r'));
      }
      expectEqual(innerProduct(f, g, correlated), sum, 'Mehler: E[f(x) g(y)] = Σ n! c_n d_n ρ^n');
    }),
    parameters,
  );
}

/**
 * Parseval: the parts of a chaos expansion add up to f almost surely, are orthogonal, and their weights add up to E[f²]; for
 * standard Gaussians also Σ c_α² α! = E[f²].
 */
export function parseval(
  measures: fc.Arbitrary<Measure> = fc.oneof(gaussians(VARIABLES, { means: true }), independentMeasures(VARIABLES)),
  parameters: LawParameters = {},
): void {
  fc.assert(
    fc.property(measures, some(), (measure, f) => {
      const parts = chaosExpansion(f, measure);
      const zero = constantPolynomial(VARIABLES, rational(0n));
      const rest = parts.reduce((left, { component }) => subtract(left, component), f);
      expectEqual(innerProduct(rest, rest, measure), zero, 'f = Σ f_k almost surely');
      parts.forEach(({ component, weight }, i) => {
        expectEqual(innerProduct(component, component, measure), weight, `E[f_${i}²]`);
        for (let j = 0; j < i; j++)
          expectEqual(innerProduct(component, parts[j]!.component, measure), zero, `f_${i} ⟂ f_${j}`);
      });
      const weights = parts.reduce((sum, { weight }) => add(sum, weight), zero);
      expectEqual(weights, innerProduct(f, f, measure), 'Σ E[f_k²] = E[f²]');
      const standard = expandInBasis(f, hermiteBasis) as {
        bases: readonly OrthogonalBasis[];
        coefficients: Polynomial;
      };
      const norm = constantPolynomial([], squaredNormInBasis(standard));
      expectEqual(norm, innerProduct(f, f, standardGaussian(VARIABLES)), 'Σ c_α² α! = E[f²]');
    }),
    parameters,
  );
}

/** The variances of a Sobol' decomposition are ≥ 0 and add up to the variance, and totals are what they say. */
export function sobolSplitsVariance(
  measures: fc.Arbitrary<Measure> = independentMeasures(VARIABLES),
  parameters: LawParameters = {},
): void {
  fc.assert(
    fc.property(measures, some(), (measure, f) => {
      const { mean, variance: total, subsets, totalOf } = withTotals(f, measure);
      expectEqual(constantPolynomial([], mean), expectation(f, measure), 'mean = E[f]');
      expectEqual(constantPolynomial([], total), variance(f, measure), 'Σ V_S = Var f');
      for (const { variables, variance: part } of subsets)
        expectLaw(part.numerator > 0n, 'V_S > 0', () => `at ${variables} it is ${formatRational(part)}`);
      // What is left when all but x are known: E[Var(f | the others)] = E[f²] − E[E[f | the others]²].
      for (const name of VARIABLES) {
        const known = expectation(f, onlyOver(measure, name));
        const left = subtract(innerProduct(f, f, measure), innerProduct(known, known, measure));
        expectEqual(constantPolynomial([], totalOf[name]!), left, `total index of ${name}`);
      }
    }),
    parameters,
  );
}

function withTotals(
  f: Polynomial,
  measure: Measure,
): {
  readonly mean: Rational;
  readonly variance: Rational;
  readonly subsets: ReturnType<typeof sobolDecomposition>['subsets'];
  readonly totalOf: Readonly<Record<string, Rational>>;
} {
  const { mean, variance: total, subsets, total: totalOf } = sobolDecomposition(f, measure);
  return { mean, variance: total, subsets, totalOf };
}

/** The measure over one variable, the others left as they are. */
const onlyOver = (measure: Measure, name: string): Measure => ({
  ...measure,
  averaged: (own) => measure.averaged(own).filter((other) => other === name),
});

/** Wick ordering is inverted by its symbol, E[:f:] is the symbol's value at the mean, and E[f ⋄ g] = E[f] E[g]. */
export function wickOrdering(
  measures: fc.Arbitrary<GaussianMeasure> = gaussians(VARIABLES, { means: true }),
  parameters: LawParameters = {},
): void {
  fc.assert(
    fc.property(measures, some(), some(), (measure, f, g) => {
      expectEqual(wickSymbol(wickOrdered(f, measure), measure), f, 'the symbol of :f: is f');
      expectEqual(
        expectation(wickProduct(f, g, measure), measure),
        multiply(expectation(f, measure), expectation(g, measure)),
        'E[f ⋄ g] = E[f] E[g]',
      );
    }),
    parameters,
  );
}
