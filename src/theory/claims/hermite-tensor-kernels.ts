import { exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational, parseRational, rational } from '../../base/rational.ts';
import { hermite } from '../../symbolic/bases/orthogonal/hermite.ts';
import { binomial, factorial } from '../../symbolic/combinatorics.ts';
import { expectedValue } from '../../symbolic/expectation.ts';
import { gaussian } from '../../symbolic/measures/gaussian.ts';
import { add, multiply, power, scale } from '../../symbolic/operations/arithmetic.ts';
import { equal } from '../../symbolic/operations/compare.ts';
import { Polynomial } from '../../symbolic/polynomial-constructors.ts';
import type { Ring } from '../../symbolic/ring.ts';
import { ZZ } from '../../symbolic/rings/integers.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import { type CheckedRow, checkedFinding } from '../checked-table.ts';
import type { TheoryClaim } from '../claim.ts';
import { hermiteTensorKernels } from '../directions/hermite-tensor-kernels.ts';

type Parameters = {
  /** K_0, K_1, … at one place. */
  readonly at: { readonly c: string; readonly S: string; readonly d: number };
  readonly values: readonly string[];
  readonly dimensions: readonly number[];
  readonly orders: number;
};

/** Exact: identities of polynomials in the coordinates of x and x′, and their Gaussian means. */
export const claim: TheoryClaim<Parameters> = {
  id: 'hermite-tensor-kernels',
  about: 'theory',
  title: 'The recurrence for inner products of Hermite tensors',
  statement:
    'With c = ⟨x, x′⟩, S = |x|² + |x′|² and g_0 = 1, (k+1) g_(k+1) = c (g_k + g_(k−2)) + (2(k−1) + d − S) g_(k−1) − (k−3+d) g_(k−3) gives K_k = k! g_k = ⟨He_k(x), He_k(x′)⟩. For independent Gaussian x, x′ in d dimensions E g_k² = C(d+k−1, k), which sets the variance of T_k without a signal, and E f(⟨w, x⟩) f(⟨w, x′⟩) g_k = u_k² for a unit vector w and f = Σ u_k h_k, so that T_k is unbiased.',
  source: 'Generating function exp(⟨x, t⟩ − |t|²/2) of Hermite tensors, contracted over t',
  tier: 'proved',
  defaults: {
    at: { c: '1/2', S: '5', d: 10 },
    values: ['1', '1/2', '21/4', '85/8', '1417/16', '13161/32', '146461/64'],
    dimensions: [1, 2, 3],
    orders: 5,
  },
  quick: { dimensions: [1, 2], orders: 3 },
  check({ at, values, dimensions, orders }, _, progress) {
    for (const d of dimensions)
      if (!Number.isSafeInteger(d) || d < 1 || d > 4)
        throw new InputError('dimensions', `expected integers from 1 to 4, got ${d}`);
    if (!Number.isSafeInteger(orders) || orders < 1 || orders > 8)
      throw new InputError('orders', `expected an integer from 1 to 8, got ${orders}`);
    const g = hermiteTensorKernels(QQ, parseRational(at.c), parseRational(at.S), at.d, values.length - 1);
    const golden = values.map((given, k): CheckedRow => {
      const found = formatRational(QQ.mul(g[k]!, rational(factorial(k))));
      return { cells: [`${k}`, given, found], holds: found === given };
    });
    const identities = dimensions.flatMap((d, i) => {
      progress(i, dimensions.length, `tensors in ${d} dimensions`);
      return identitiesIn(d, orders);
    });
    return checkedFinding(
      [
        {
          name: 'values',
          caption: `K_k at c = ${at.c}, S = ${at.S}, d = ${at.d}.`,
          header: ['k', 'given', 'K_k'],
          alignment: 'rrr',
          rows: golden,
        },
        {
          name: 'identities',
          caption:
            'Of polynomials in the coordinates: whether the recurrence gives the contraction of the tensors; the mean of g_k squared; the mean of f f g_k for f = h_1 + ... + h_orders, whose squared coefficients are 1.',
          header: ['d', 'k', 'terms of K_k', 'K_k is the contraction', 'E g_k^2', 'C(d+k-1, k)', 'E f f g_k k!'],
          alignment: 'rrrlrrr',
          rows: identities,
        },
      ],
      `The recurrence is the contraction for k ≤ ${orders} in ${dimensions.join(', ')} dimensions, coefficient by coefficient; means and variances are as stated, and ${values.length} values too.`,
    );
  },
};

const polynomials: Ring<Polynomial> = {
  name: 'Q[x, y]',
  zero: Polynomial.constant([], rational(0n)),
  one: Polynomial.constant([], rational(1n)),
  from: (c) => Polynomial.constant([], exactValue(c)),
  add,
  mul: multiply,
  equal,
};

function identitiesIn(d: number, orders: number): readonly CheckedRow[] {
  const [xs, ys] = ['x', 'y'].map((letter) =>
    Array.from({ length: d }, (_, i) => Polynomial.variable([`${letter}${i + 1}`], `${letter}${i + 1}`)),
  ) as [Polynomial[], Polynomial[]];
  const sum = (list: readonly Polynomial[]): Polynomial => list.reduce(add);
  const c = sum(xs.map((x, i) => multiply(x, ys[i]!)));
  const S = sum([...xs, ...ys].map((x) => power(x, 2)));
  const g = hermiteTensorKernels(polynomials, c, S, d, orders);
  const [fx, fy] = [linkAlong(xs, orders), linkAlong(ys, orders)];
  const measure = gaussian();
  return Array.from({ length: orders }, (_, i) => i + 1).map((k) => {
    const kernel = scale(`${factorial(k)}`, g[k]!);
    const same = equal(kernel, contraction(xs, ys, k));
    const square = expectedValue(multiply(g[k]!, g[k]!), measure);
    const count = binomial(d + k - 1, k);
    // f = Σ He_j, so that u_k² = k!.
    const mean = formatRational(expectedValue(multiply(multiply(fx, fy), g[k]!), measure));
    return {
      cells: [`${d}`, `${k}`, `${kernel.length}`, same ? 'yes' : 'no', formatRational(square), `${count}`, mean],
      holds: same && formatRational(square) === `${count}` && mean === `${factorial(k)}`,
    };
  });
}

/** Σ_{|α| = k} k!/α! Π_i He_(α_i)(x_i) He_(α_i)(y_i): the components of He_k(x) are products over coordinates. */
function contraction(xs: readonly Polynomial[], ys: readonly Polynomial[], k: number): Polynomial {
  let total = polynomials.zero;
  const visit = (i: number, rest: number, weight: bigint, product: Polynomial): void => {
    if (i === xs.length) {
      if (rest === 0) total = add(total, scale(`${weight}`, product));
      return;
    }
    for (let a = 0; a <= rest; a++)
      visit(
        i + 1,
        rest - a,
        weight * binomial(rest, a),
        multiply(product, multiply(hermiteOf(a, xs[i]!), hermiteOf(a, ys[i]!))),
      );
  };
  visit(0, k, 1n, polynomials.one);
  return total;
}

function hermiteOf(n: number, x: Polynomial): Polynomial {
  return hermite(ZZ, n)
    .map((c, j) => scale(`${c}`, power(x, j)))
    .reduce(add);
}

/** Σ_(k ≤ orders) He_k(⟨w, x⟩) for a rational unit vector w, (3/5, 4/5) and its like. */
function linkAlong(xs: readonly Polynomial[], orders: number): Polynomial {
  let [rest, z] = [rational(1n), polynomials.zero];
  xs.forEach((x, i) => {
    const last = i === xs.length - 1;
    z = add(z, multiply(polynomials.from(formatRational(last ? rest : QQ.mul(rest, rational(3n, 5n)))), x));
    rest = QQ.mul(rest, rational(4n, 5n));
  });
  return Array.from({ length: orders }, (_, i) => hermiteOf(i + 1, z)).reduce(add);
}
