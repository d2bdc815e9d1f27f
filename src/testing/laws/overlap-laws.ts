/** Laws of how a single direction is learnt: times of the overlap flow, kernels of Hermite tensors. */
import fc from 'fast-check';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import { hermite } from '../../symbolic/bases/orthogonal/hermite.ts';
import { factorial } from '../../symbolic/combinatorics.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import { hermiteTensorKernels } from '../../theory/directions/hermite-tensor-kernels.ts';
import { overlapTime, overlapTimeOf } from '../../theory/dynamics/overlap-flow.ts';
import { rationals } from '../arbitraries/rationals.ts';
import { expectLaw, type LawParameters } from './law.ts';

/**
 * T_k(m₁) − T_k(m₀) is the time ∫ dm/((1 − m²) k u² m^(k−1)) of the overlap flow, by quadrature, and adds up over parts of the way. The
 * bound is the quadrature's own and some 2⁻⁴⁸ of the primitives for their roundings.
 */
export function overlapTimesAreTheFlow(parameters: LawParameters = {}): void {
  const overlap = fc.double({ min: 0.01, max: 0.98, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.tuple(overlap, overlap, overlap),
      fc.double({ min: 0.3, max: 2, noNaN: true }),
      (k, places, u) => {
        const [a, b, c] = [...places].sort((x, y) => x - y) as [number, number, number];
        const time = overlapTime(k, a, c, u);
        const rounding = (2 ** -48 * (8 + a ** (2 - k))) / (k * u * u);
        const { value, error } = overlapTimeOf([...new Array<number>(k).fill(0), u], a, c);
        expectLaw(
          Math.abs(value - time) <= 1e-9 * time + error + rounding,
          'the closed form is the integral',
          () => `${time} and ${value} from ${a} to ${c}, k = ${k}, u = ${u}`,
        );
        const parts = overlapTime(k, a, b, u) + overlapTime(k, b, c, u);
        expectLaw(
          Math.abs(parts - time) <= 3 * rounding + 2 ** -48 * time,
          'times add up',
          () => `${parts} by way of ${b}, ${time} at once`,
        );
      },
    ),
    parameters,
  );
}

const places = (count: number): fc.Arbitrary<Rational[]> =>
  fc.array(rationals(), { minLength: count, maxLength: count });

/**
 * K_k = k! g_k = ⟨He_k(x), He_k(x′)⟩: He_k(x) He_k(x′) in one dimension; and since the generating function of g_k factors over
 * coordinates, g_k in d + 1 dimensions is Σ_j g_j g_(k−j) of the parts in d and in one. Together they are the kernel in any dimension.
 */
export function hermiteKernelsFactor(parameters: LawParameters = {}): void {
  const ORDERS = 5;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }).chain((d) => fc.tuple(places(d), places(d))),
      ([x, y]) => {
        const kernels = (u: readonly Rational[], v: readonly Rational[]): readonly Rational[] => {
          const c = u.map((value, i) => QQ.mul(value, v[i]!)).reduce(QQ.add, QQ.zero);
          const S = [...u, ...v].map((value) => QQ.mul(value, value)).reduce(QQ.add, QQ.zero);
          return hermiteTensorKernels(QQ, c, S, u.length, ORDERS);
        };
        const one = kernels(x.slice(0, 1), y.slice(0, 1));
        const rest = x.length === 1 ? undefined : kernels(x.slice(1), y.slice(1));
        kernels(x, y).forEach((g, k) => {
          const expected =
            rest === undefined
              ? QQ.mul(rational(1n, factorial(k)), QQ.mul(hermiteAt(k, x[0]!), hermiteAt(k, y[0]!)))
              : Array.from({ length: k + 1 }, (_, j) => QQ.mul(one[j]!, rest[k - j]!)).reduce(QQ.add, QQ.zero);
          expectLaw(
            QQ.equal(g, expected),
            'kernels factor over coordinates',
            () => `g_${k} is ${formatRational(g)}, not ${formatRational(expected)}, in ${x.length} dimensions`,
          );
        });
      },
    ),
    parameters,
  );
}

const hermiteAt = (k: number, x: Rational): Rational =>
  hermite(QQ, k).reduceRight((sum, c) => QQ.add(QQ.mul(sum, x), c), QQ.zero);
