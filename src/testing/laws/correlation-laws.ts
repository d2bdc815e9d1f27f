/** Laws of correlation functions of wide networks with polynomial activations. */
import fc from 'fast-check';
import type { Coefficient } from '../../base/coefficient.ts';
import { rational } from '../../base/rational.ts';
import { factorial } from '../../symbolic/combinatorics.ts';
import { add, multiply, power, scale } from '../../symbolic/operations/arithmetic.ts';
import { differentiate } from '../../symbolic/operations/calculus.ts';
import { equal } from '../../symbolic/operations/compare.ts';
import { constantPolynomial, type Polynomial, variablePolynomial } from '../../symbolic/polynomial.ts';
import {
  deepLinearKernelMoment,
  deepLinearKernelSquare,
  deepLinearOutputMoment,
} from '../../symbolic/width/deep-linear.ts';
import { symbolicGram } from '../../symbolic/width/gram.ts';
import { wideNetwork } from '../../symbolic/width/wide-network.ts';
import { canonicalForm } from '../../theory/correlation-functions/canonical.ts';
import { predictedExponent } from '../../theory/correlation-functions/cluster-graph.ts';
import {
  type CorrelationFunction,
  correlationFunction,
  product,
} from '../../theory/correlation-functions/correlation-function.ts';
import { output, tangentKernel } from '../../theory/correlation-functions/cumulants.ts';
import { expansionInWidth, meanOf } from '../../theory/correlation-functions/mean.ts';
import { correlationText } from '../../theory/correlation-functions/print.ts';
import { correlationFunctions } from '../arbitraries/correlation-functions.ts';
import { expectLaw, type LawParameters } from './law.ts';

const COEFFICIENT = fc.constantFrom<Coefficient>('0', '1', '-1', '1/2', '2');
const activation = (maximumDegree: number): fc.Arbitrary<readonly Coefficient[]> =>
  fc.array(COEFFICIENT, { minLength: 1, maxLength: maximumDegree + 1, size: 'max' });

/** C = O(n^s) with s = n_e + (n_o − m)/2 of the cluster graph, or a bound of your own, by exact means. [Dyer and Gur-Ari, arXiv:1909.11304] */
export function clusterBoundHolds(
  functions: fc.Arbitrary<CorrelationFunction> = correlationFunctions(),
  options: LawParameters & { readonly bound?: (correlation: CorrelationFunction) => number } = {},
): void {
  const { bound = predictedExponent, ...parameters } = options;
  fc.assert(
    fc.property(functions, activation(2), fc.integer({ min: 1, max: 2 }), (correlation, coefficients, depth) => {
      const network = wideNetwork({ depth, activation: coefficients });
      const { exponent } = expansionInWidth(meanOf(correlation, network), network);
      expectLaw(
        exponent === null || exponent <= bound(correlation),
        'the exponent is at most the bound',
        () => `n^${exponent} for ${correlationText(correlation)}, σ = [${coefficients.join(', ')}], depth ${depth}`,
      );
    }),
    parameters,
  );
}

/** A mean does not depend on the order of the tensors nor on the names of indices, and is that of the canonical form. */
export function meansIgnoreOrderAndNames(
  functions: fc.Arbitrary<CorrelationFunction> = correlationFunctions({ inputs: 2 }),
  parameters: LawParameters = {},
): void {
  fc.assert(
    fc.property(functions, activation(2), (correlation, coefficients) => {
      const network = wideNetwork({ depth: 1, activation: coefficients });
      const options = { gram: symbolicGram(2) };
      const turned = correlationFunction(
        correlation.tensors
          .map(({ input, indices }) => ({ input, indices: indices.map((index) => `q_${index}`).reverse() }))
          .reverse(),
      );
      const mean = meanOf(correlation, network, options);
      for (const other of [turned, canonicalForm(correlation)])
        expectLaw(
          equal(mean, meanOf(other, network, options)),
          'the mean is that of the product',
          () => `${correlationText(correlation)} and ${correlationText(other)}`,
        );
    }),
    parameters,
  );
}

/**
 * One hidden layer, σ = Σ c_i z^i: E f₁f₂ = S = Σ_l r_l(K₁₁) r_l(K₂₂) K₁₂^l/l!, r_l(K) = Σ_i c_(2i+l) (2i+l)! K^i/(2^i i!), and E Θ₁₂ = S + K₁₂ ∂S/∂K₁₂,
 * at every width.
 */
export function oneHiddenLayerMeans(parameters: LawParameters = {}): void {
  fc.assert(
    fc.property(activation(4), (coefficients) => {
      const network = wideNetwork({ depth: 1, activation: coefficients });
      const options = { gram: symbolicGram(2) };
      const S = dualSum(coefficients);
      const expected = [S, add(S, multiply(variable('K12'), differentiate(S, 'K12')))];
      [product(output(1), output(2)), tangentKernel(1, 2)].forEach((correlation, i) => {
        const mean = meanOf(correlation, network, options);
        expectLaw(equal(mean, expected[i]!), 'the mean is its closed form', () => `${mean}, not ${expected[i]}`);
      });
    }),
    parameters,
  );
}

const GRAM = ['K11', 'K12', 'K22'];
const variable = (name: string): Polynomial => variablePolynomial(GRAM, name);

function dualSum(coefficients: readonly Coefficient[]): Polynomial {
  const zero = constantPolynomial(GRAM, rational(0n));
  const side = (l: number, name: string): Polynomial =>
    coefficients
      .flatMap((c, m) => {
        const i = (m - l) / 2;
        if (i < 0 || !Number.isInteger(i)) return [];
        return [scale(c, scale(`${factorial(m)}/${2n ** BigInt(i) * factorial(i)}`, power(variable(name), i)))];
      })
      .reduce(add, zero);
  return coefficients
    .map((_, l) =>
      scale(`1/${factorial(l)}`, multiply(multiply(side(l, 'K11'), side(l, 'K22')), power(variable('K12'), l))),
    )
    .reduce(add, zero);
}

/** The closed forms for deep linear networks are the means of the general recursion. */
export function deepLinearClosedForms(parameters: LawParameters = {}): void {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), (depth, half) => {
      const network = wideNetwork({ depth, activation: [0, 1] });
      const options = { gram: [['k']] };
      const outputs = (count: number): CorrelationFunction[] => Array.from({ length: count }, () => output());
      const pairs: readonly (readonly [CorrelationFunction, Polynomial])[] = [
        [product(...outputs(2 * half)), deepLinearOutputMoment(2 * half, depth)],
        [product(tangentKernel(), ...outputs(2 * half - 2)), deepLinearKernelMoment(2 * half, depth)],
        [product(tangentKernel(), tangentKernel()), deepLinearKernelSquare(depth)],
      ];
      for (const [correlation, closed] of pairs)
        expectLaw(
          equal(meanOf(correlation, network, options), closed),
          'the closed form is the mean',
          () => `${correlationText(correlation)} at depth ${depth}`,
        );
    }),
    parameters,
  );
}
