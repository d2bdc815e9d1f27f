import fc from 'fast-check';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import type { Distribution } from '../../symbolic/distribution.ts';
import { discrete } from '../../symbolic/distributions/discrete.ts';
import { normal } from '../../symbolic/distributions/normal.ts';
import { uniform } from '../../symbolic/distributions/uniform.ts';
import { distributionTypes } from '../../symbolic/distributions.generated.ts';
import type { Measure } from '../../symbolic/measure.ts';
import { type GaussianMeasure, gaussian } from '../../symbolic/measures/gaussian.ts';
import { independent } from '../../symbolic/measures/independent.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';

const small = (): fc.Arbitrary<Rational> =>
  fc
    .tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 1, max: 3 }))
    .map(([p, q]) => rational(BigInt(p), BigInt(q)));

/** Covariance matrices A Aᵀ of n variables with rational entries, of every rank from 0 to n: singular ones among them. */
export function covariances(n: number): fc.Arbitrary<readonly (readonly Rational[])[]> {
  const row = (rank: number): fc.Arbitrary<readonly Rational[]> =>
    fc.array(small(), { minLength: rank, maxLength: rank });
  return fc
    .integer({ min: 0, max: n })
    .chain((rank) => fc.array(row(rank), { minLength: n, maxLength: n }))
    .map((rows) => rows.map((u) => rows.map((v) => u.reduce((sum, x, k) => QQ.add(sum, QQ.mul(x, v[k]!)), QQ.zero))));
}

export interface GaussianArbitraryOptions {
  /** Whether means are drawn too; zero when left out. */
  readonly means?: boolean;
}

/** Gaussian measures in the given variables, with any covariance. Shown in reports by their matrix. */
export function gaussians(
  variables: readonly string[],
  { means = false }: GaussianArbitraryOptions = {},
): fc.Arbitrary<GaussianMeasure> {
  const mean = means
    ? fc.array(small(), { minLength: variables.length, maxLength: variables.length })
    : fc.constant(variables.map(() => rational(0n)));
  return fc
    .tuple(covariances(variables.length), mean)
    .map(([covariance, m]) =>
      named(
        gaussian({ covariance, mean: m, variables }),
        `N((${m.map(formatRational).join(', ')}), [${covariance.map((row) => `[${row.map(formatRational).join(', ')}]`).join(', ')}])`,
      ),
    );
}

/** Laws of one variable: the examples of every type, and some with parameters drawn at random. */
export function distributions(): fc.Arbitrary<Distribution> {
  return fc.oneof(
    fc.constantFrom(...distributionTypes.flatMap(({ examples }) => examples)),
    small().map((mean) => normal(mean, QQ.mul(mean, mean))),
    fc
      .tuple(small(), fc.integer({ min: 1, max: 5 }))
      .map(([a, width]) => uniform(a, QQ.add(a, rational(BigInt(width))))),
    fc.array(small(), { minLength: 1, maxLength: 3 }).map((values) => discrete(values)),
  );
}

/** Independent variables, each with a law of its own. */
export function independentMeasures(variables: readonly string[]): fc.Arbitrary<Measure> {
  return fc
    .array(distributions(), { minLength: variables.length, maxLength: variables.length })
    .map((laws) =>
      named(
        independent(Object.fromEntries(variables.map((name, i) => [name, laws[i]!]))),
        laws.map(({ name }) => name).join(' × '),
      ),
    );
}

const named = <M extends Measure>(measure: M, text: string): M =>
  Object.defineProperty({ ...measure }, fc.toStringMethod, { value: () => text });
