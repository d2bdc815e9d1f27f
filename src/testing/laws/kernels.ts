/** Laws of dual activations and of kernels in the limit of infinite width. */
import fc from 'fast-check';
import { type Key, key, uniform } from '../../base/philox.ts';
import { formatRational, numberFromRational, type Rational, rational } from '../../base/rational.ts';
import type { PolynomialActivation } from '../../network/activations/polynomial.ts';
import { dense } from '../../network/layers/dense.ts';
import { type Network, network } from '../../network/network.ts';
import { exactCoefficients } from '../../symbolic/kernels/derivative-means.ts';
import { dualActivation } from '../../symbolic/kernels/dual-activation.ts';
import { exactKernels } from '../../symbolic/kernels/exact-kernels.ts';
import { kernelPolynomials } from '../../symbolic/kernels/kernel-polynomials.ts';
import { evaluate } from '../../symbolic/operations/evaluate.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import { activations } from '../arbitraries/activations.ts';
import { wideNetworks } from '../arbitraries/wide-networks.ts';
import { coordinates, expectLaw, type LawParameters, pointFrom } from './law.ts';

const SAMPLES = 2048;
/** The chance that Chebyshev's inequality leaves for a correct dual to be refuted; for these samples it is far smaller. */
const RISK = 1e-3;

/**
 * σ̌(K) = E[σ(u) σ(v)]: the mean over keyed samples is within √(Var/(n risk)) of it, by Chebyshev's inequality, where
 * Var = E[σ(u)² σ(v)²] − σ̌² is exact too: the dual of σ².
 */
export function dualActivationIsMean(
  arbitrary: fc.Arbitrary<PolynomialActivation> = activations(),
  parameters: LawParameters = {},
): void {
  const eighths = fc.integer({ min: -8, max: 8 });
  fc.assert(
    fc.property(arbitrary, eighths, eighths, eighths, fc.nat(), ({ coefficients }, a, b, c, seed) => {
      // u = a g/8, v = (b g + c h)/8 for independent g, h.
      const k = [rational(BigInt(a * a), 64n), rational(BigInt(a * b), 64n), rational(BigInt(b * b + c * c), 64n)];
      const sigma = exactCoefficients(coefficients, 'activation');
      const exact = evaluate(dualActivation(sigma), k.map(formatRational));
      const second = evaluate(dualActivation(squared(sigma)), k.map(formatRational));
      const variance = numberFromRational(subtract(second, QQ.mul(exact, exact)));
      const dual = numberFromRational(exact);
      const doubles = sigma.map(numberFromRational);
      const f = (x: number): number => doubles.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
      const source = key(seed, 'laws/dual');
      let mean = 0;
      for (let i = 0; i < SAMPLES; i++) {
        const [g, h] = normals(source, i);
        mean += (f((a * g) / 8) * f((b * g + c * h) / 8)) / SAMPLES;
      }
      // The samples' own rounding is far below 2^−30 of their root mean square, which may underflow below 2^−500.
      const rounding = 2 ** -30 * Math.sqrt(numberFromRational(second)) + 2 ** -500;
      const allowed = Math.sqrt(variance / (SAMPLES * RISK)) + rounding;
      expectLaw(
        Math.abs(mean - dual) <= allowed,
        'the dual activation is the mean over samples',
        () => `${dual} against ${mean} ± ${allowed} at K = ${k.map(formatRational)}`,
      );
    }),
    parameters,
  );
}

/** Two independent normal variables, by Box and Muller. */
function normals(source: Key, index: number): readonly [number, number] {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(source, index)));
  const angle = 2 * Math.PI * uniform(source, index, 1);
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

function squared(c: readonly Rational[]): readonly Rational[] {
  return Array.from({ length: Math.max(0, 2 * c.length - 1) }, (_, k) =>
    c.reduce((sum, x, i) => (k - i >= 0 && k - i < c.length ? QQ.add(sum, QQ.mul(x, c[k - i]!)) : sum), QQ.zero),
  );
}

const OPTIONS = { weightVariance: '3/2', biasVariance: '1/4' };

/**
 * In the NTK parametrisation both kernels are positive semidefinite, and so is Θ − K: the last layer's own part of Θ is K.
 * Decided exactly, on three inputs.
 */
export function kernelsArePositiveSemidefinite(
  networks: fc.Arbitrary<Network> = wideNetworks(),
  parameters: LawParameters = {},
): void {
  fc.assert(
    fc.property(networks, coordinates(), (net, drawn) => {
      const points = inputsFrom(drawn, net.inputs.length);
      const { nngp, ntk } = exactKernels(net, points, OPTIONS);
      const difference = ntk.map((row, i) => row.map((value, j) => subtract(value, nngp[i]![j]!)));
      for (const [name, matrix] of Object.entries({ NNGP: nngp, NTK: ntk, 'NTK − NNGP': difference }))
        expectLaw(isPositiveSemidefinite(matrix), `${name} is positive semidefinite`, () =>
          matrix.map((row) => `[${row.map(formatRational).join(', ')}]`).join(' '),
        );
    }),
    parameters,
  );
}

/** The kernels as polynomials in the Gram entries, at those of two inputs, are the kernels at these inputs. */
export function kernelPolynomialsAreKernels(
  networks: fc.Arbitrary<Network> = wideNetworks(),
  parameters: LawParameters = {},
): void {
  fc.assert(
    fc.property(networks, coordinates(), (net, drawn) => {
      const points = inputsFrom(drawn, net.inputs.length).slice(0, 2);
      const gram = exactKernels(
        network({ inputs: net.inputs, layers: [dense({ outputs: 1, symbolic: true })] }),
        points,
      ).nngp;
      const at = [gram[0]![0]!, gram[0]![1]!, gram[1]![1]!].map(formatRational);
      const polynomials = kernelPolynomials(net, OPTIONS);
      const kernels = exactKernels(net, points, OPTIONS);
      for (const kind of ['nngp', 'ntk'] as const) {
        const [left, right] = [evaluate(polynomials[kind], at), kernels[kind][0]![1]!];
        expectLaw(
          QQ.equal(left, right),
          `the ${kind} polynomial is the kernel`,
          () => `${formatRational(left)} is not ${formatRational(right)}`,
        );
      }
    }),
    parameters,
  );
}

const subtract = (a: Rational, b: Rational): Rational => QQ.add(a, { ...b, numerator: -b.numerator });

/** Three inputs; coordinates are cut to short fractions, since kernels raise them to high powers. */
function inputsFrom(drawn: readonly Rational[], dimension: number): readonly (readonly Rational[])[] {
  const short = drawn.map(({ numerator, denominator }) => rational(numerator % 16n, (denominator % 7n) + 1n));
  const all = pointFrom(short, 3 * dimension);
  return [0, 1, 2].map((i) => all.slice(i * dimension, (i + 1) * dimension));
}

/** By elimination over Q: every pivot is positive, or 0 with nothing beside it. */
function isPositiveSemidefinite(matrix: readonly (readonly Rational[])[]): boolean {
  const a = matrix.map((row) => [...row]);
  for (let k = 0; k < a.length; k++) {
    const pivot = a[k]![k]!;
    if (pivot.numerator < 0n) return false;
    if (pivot.numerator === 0n) {
      if (a.slice(k).some((row) => row[k]!.numerator !== 0n)) return false;
      continue;
    }
    for (let i = k + 1; i < a.length; i++) {
      const { numerator, denominator } = a[i]![k]!;
      const factor = rational(numerator * pivot.denominator, denominator * pivot.numerator);
      for (let j = k; j < a.length; j++) a[i]![j] = subtract(a[i]![j]!, QQ.mul(factor, a[k]![j]!));
    }
  }
  return true;
}
