/** Gradient flow on ½ Σ_c (f(x_c) − y_c)², as formal sums of contracted products, and their means at initialisation. */
import { exactValue } from '../../base/coefficient.ts';
import { InputError, TooLargeError } from '../../base/errors.ts';
import type { Rational } from '../../base/rational.ts';
import { rational } from '../../base/rational.ts';
import { add, multiply } from '../../symbolic/operations/arithmetic.ts';
import { Polynomial } from '../../symbolic/polynomial-constructors.ts';
import type { WideNetwork } from '../../symbolic/width/wide-network.ts';
import { canonicalForm } from './canonical.ts';
import { type CorrelationFunction, contractionsOf, fromContractions } from './correlation-function.ts';
import { rememberedMeans } from './cumulants.ts';
import type { MeanOptions } from './mean.ts';
import { correlationText } from './print.ts';

/** coefficient · Π_c y_c · product, with the targets' inputs listed as often as they occur. */
export interface DynamicTerm {
  readonly coefficient: Rational;
  readonly targets: readonly number[];
  readonly product: CorrelationFunction;
}

/** A sum of contracted products of derivative tensors and targets, no two terms alike. */
export type DynamicSum = readonly DynamicTerm[];

const MOST_TERMS = 200_000;

/** The sum with one term. */
export const sumOf = (product: CorrelationFunction): DynamicSum =>
  collect([{ coefficient: rational(1n), targets: [], product }]);

/**
 * The tangent hierarchy of gradient flow: O₂ = Θ(x_a, x_b) and O_{s+1}(…, x_c) = Σ_μ ∂_μ O_s ∂_μf(x_c), so that
 * dO_s/dt = −Σ_c O_{s+1}(…, x_c) (f(x_c) − y_c). `tangentHierarchy([1, 1, 2])` is O₃ at inputs 1, 1 and 2.
 * [the neural tangent hierarchy of Huang & Yau, arXiv:1909.08156, up to their factors of the sample size]
 */
export function tangentHierarchy(inputs: readonly number[]): DynamicSum {
  const [a, b, ...rest] = inputs;
  if (a === undefined || b === undefined)
    throw new InputError('tangent hierarchy', `expected at least two inputs, got ${inputs.length}`);
  let sum = sumOf(fromContractions([a, b], [[0, 1]]));
  for (const c of rest) sum = collect(sum.flatMap((term) => derivatives(term, c)));
  return sum;
}

/** d/dt along gradient flow on the given training inputs, where targets are constant: d/dt F = −Σ_c Σ_μ ∂_μF ∂_μf(x_c) (f(x_c) − y_c). */
export function timeDerivative(sum: DynamicSum, training: readonly number[]): DynamicSum {
  return collect(
    sum.flatMap((term) =>
      training.flatMap((c) =>
        derivatives(term, c).flatMap(({ coefficient, targets, product }): DynamicTerm[] => {
          const inputs = product.tensors.map(({ input }) => input);
          return [
            {
              coefficient: negative(coefficient),
              targets,
              product: fromContractions([...inputs, c], contractionsOf(product)),
            },
            { coefficient, targets: [...targets, c], product },
          ];
        }),
      ),
    ),
  );
}

/** The loss ½ Σ_c (f(x_c) − y_c)², without its constant ½ Σ y_c². */
export const trainingLoss = (training: readonly number[]): DynamicSum =>
  collect(
    training.flatMap((c): DynamicTerm[] => [
      { coefficient: rational(1n, 2n), targets: [], product: fromContractions([c, c], []) },
      { coefficient: rational(-1n), targets: [c], product: fromContractions([c], []) },
    ]),
  );

/** The mean at initialisation, a polynomial in 1/n, the Gram symbols, and the targets `y1`, `y2`, … unless numbers are given. */
export function meanOfSum(
  sum: DynamicSum,
  network: WideNetwork,
  options: MeanOptions & { readonly targets?: readonly (number | string)[] } = {},
): Polynomial {
  const mean = rememberedMeans(network, options);
  let total: Polynomial | undefined;
  for (const { coefficient, targets, product } of sum) {
    let term = mean(product);
    for (const c of targets) term = multiply(term, target(c, options.targets));
    term = multiply(Polynomial.constant([], coefficient), term);
    total = total === undefined ? term : add(total, term);
  }
  return total ?? Polynomial.constant([], rational(0n));
}

function target(c: number, given: readonly (number | string)[] | undefined): Polynomial {
  if (given === undefined) return Polynomial.variable([`y${c}`], `y${c}`);
  const value = given[c - 1];
  if (value === undefined) throw new InputError('targets', `there is no target for input ${c}`);
  return Polynomial.constant([], exactValue(value, `targets[${c - 1}]`));
}

/** Σ_μ ∂_μ(product) ∂_μf(x_c), by the product rule. */
const derivatives = ({ coefficient, targets, product }: DynamicTerm, c: number): DynamicTerm[] =>
  product.tensors.map((_, tensor) => ({
    coefficient,
    targets,
    product: fromContractions(
      [...product.tensors.map(({ input }) => input), c],
      [...contractionsOf(product), [tensor, product.tensors.length]],
    ),
  }));

const negative = ({ numerator, denominator }: Rational): Rational => ({ numerator: -numerator, denominator });

function collect(terms: readonly DynamicTerm[]): DynamicSum {
  if (terms.length > MOST_TERMS)
    throw new TooLargeError(
      'gradient flow',
      `the derivative has over ${MOST_TERMS} terms`,
      'Use fewer training inputs',
    );
  const found = new Map<string, DynamicTerm>();
  for (const { coefficient, targets, product } of terms) {
    const canonical = canonicalForm(product);
    const sorted = [...targets].sort((a, b) => a - b);
    const name = `${sorted.join()} ${correlationText(canonical)}`;
    const before = found.get(name)?.coefficient ?? rational(0n);
    const sum = rational(
      before.numerator * coefficient.denominator + coefficient.numerator * before.denominator,
      before.denominator * coefficient.denominator,
    );
    found.set(name, { coefficient: sum, targets: sorted, product: canonical });
  }
  return [...found.values()].filter(({ coefficient }) => coefficient.numerator !== 0n);
}
