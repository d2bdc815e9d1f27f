import { add, multiply, scale } from '../../symbolic/operations/arithmetic.ts';
import { filterTerms } from '../../symbolic/operations/structure.ts';
import type { Polynomial } from '../../symbolic/polynomial.ts';
import { inverseWidthName } from '../../symbolic/width/finite-width-moment.ts';
import type { WideNetwork } from '../../symbolic/width/wide-network.ts';
import { canonicalForm } from './canonical.ts';
import { type CorrelationFunction, fromContractions, product } from './correlation-function.ts';
import { type MeanOptions, meanOf } from './mean.ts';
import { correlationText } from './print.ts';

/** f(x_input). */
export const output = (input = 1): CorrelationFunction => fromContractions([input], []);

/** Θ(x_a, x_b) = Σ_μ ∂_μf(x_a) ∂_μf(x_b), the neural tangent kernel without a learning rate. */
export const tangentKernel = (a: number = 1, b: number = a): CorrelationFunction => fromContractions([a, b], [[0, 1]]);

/** tr H(x)^power, H the Hessian of f at one input in the parameters. */
export function hessianTrace(power: number, input = 1): CorrelationFunction {
  const cycle = Array.from({ length: power }, (_, a): [number, number] => [a, (a + 1) % power]);
  return fromContractions(new Array<number>(power).fill(input), cycle);
}

/** A function that gives means and remembers them, since cumulants and time derivatives ask for the same ones again. */
export function rememberedMeans(
  network: WideNetwork,
  options: MeanOptions = {},
): (c: CorrelationFunction) => Polynomial {
  const known = new Map<string, Polynomial>();
  return (correlation) => {
    const canonical = canonicalForm(correlation);
    const name = correlationText(canonical);
    let mean = known.get(name);
    if (mean === undefined) {
      mean = meanOf(canonical, network, options);
      known.set(name, mean);
    }
    return mean;
  };
}

/**
 * The joint cumulant of contracted products: Σ over set partitions of (−1)^{b−1} (b−1)! Π_blocks E[product of the block].
 * One product gives its mean, two their covariance; four times f its fourth cumulant E f⁴ − 3 (E f²)².
 */
export function cumulantOf(
  products: readonly CorrelationFunction[],
  network: WideNetwork,
  options: MeanOptions = {},
): Polynomial {
  const mean = rememberedMeans(network, options);
  let sum: Polynomial | undefined;
  for (const partition of setPartitions(products)) {
    const sign = partition.length % 2 === 1 ? 1n : -1n;
    const weight = sign * factorial(partition.length - 1);
    const means = partition.map((block) => mean(product(...block)));
    const term = scale(`${weight}`, means.reduce(multiply));
    sum = sum === undefined ? term : add(sum, term);
  }
  return withinOrders(sum!, network, options.orders);
}

/** Products of truncated series have terms beyond the orders kept, which are not complete. */
function withinOrders(f: Polynomial, network: WideNetwork, orders: number | undefined): Polynomial {
  if (orders === undefined) return f;
  const variable = f.variables.indexOf(inverseWidthName(`${network.widths[0]}`));
  return filterTerms(f, (factors) => (factors.find(([v]) => v === variable)?.[1] ?? 0) < orders);
}

const factorial = (n: number): bigint => (n <= 1 ? 1n : BigInt(n) * factorial(n - 1));

function* setPartitions<T>(items: readonly T[]): Generator<readonly (readonly T[])[]> {
  const [first, ...rest] = items;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const partition of setPartitions(rest)) {
    yield [[first], ...partition];
    for (let i = 0; i < partition.length; i++) yield partition.map((block, j) => (i === j ? [first, ...block] : block));
  }
}
