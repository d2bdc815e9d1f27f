import { InputError } from '../../base/errors.ts';
import { parseRational, type Rational, rational } from '../../base/rational.ts';
import { dormandPrince } from '../../numeric/ode/dormand-prince.ts';
import { contains, type Enclosure, endNumber, hull, intersection } from '../../symbolic/enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../../symbolic/enclosure/reals.ts';
import { parseFormula } from '../../symbolic/formula/parse-formula.ts';
import { integrate } from '../../symbolic/quadrature/integrate.ts';
import { type CheckedRow, checkedFinding, decimal } from '../checked-table.ts';
import type { TheoryClaim } from '../claim.ts';
import { overlapSpeed, overlapTime } from '../dynamics/overlap-flow.ts';

type Parameters = {
  readonly orders: readonly number[];
  /** Starts are at d^(−1/2). */
  readonly dimensions: readonly number[];
  readonly end: string;
  /** A time is right when the true one rounds to it. */
  readonly quoted: readonly { readonly order: number; readonly dimension: number; readonly time: string }[];
};

const BITS = 120;
const ERROR = -80;
const SECONDS = 60;
const TOLERANCE = 1e-10;

/**
 * Three ways to the same time: the closed form in interval arithmetic; the integral ∫ dm/(k (1 − m²) m^(k−1)), certified,
 * which is the solution of the flow; and a Runge–Kutta method from the start for that time. Of the last, each step is off by
 * at most its tolerance times m, and an error at m grows by v(end)/v(m) until the end, v the speed: the bound is their sum.
 */
export const claim: TheoryClaim<Parameters> = {
  id: 'overlap-flow-times',
  about: 'theory',
  title: 'Times of the overlap flow in closed form',
  statement:
    'The flow dm/dt = k (1 − m²) m^(k−1) takes the time T_k(end) − T_k(start) with T_1 = artanh m, T_2 = ½ ln(m/√(1−m²)), T_3 = ⅓(artanh m − 1/m), T_4 = ¼(ln(m/√(1−m²)) − 1/(2m²)), T_5 = ⅕(artanh m − 1/m − 1/(3m³)), and so on; the times quoted are right in every digit.',
  source: 'Separation of variables; Ben Arous, Gheissari and Jagannath, JMLR 22 (2021), for the flow',
  tier: 'enclosed',
  defaults: {
    orders: [1, 2, 3, 4, 5],
    dimensions: [100, 10000],
    end: '1/2',
    quoted: [
      { order: 3, dimension: 100, time: '2.816324' },
      { order: 3, dimension: 10000, time: '32.846435' },
      { order: 4, dimension: 100, time: '12.437063' },
      { order: 4, dimension: 10000, time: '1250.513954' },
    ],
  },
  quick: { orders: [1, 2, 3], dimensions: [100] },
  check({ orders, dimensions, end: endText, quoted }, _, progress) {
    const K = realEnclosures(BITS);
    const end = parseRational(endText);
    if (end.numerator <= 0n || end.numerator >= end.denominator)
      throw new InputError('end', `expected an overlap between 0 and 1, got ${endText}`);
    for (const { order, dimension } of [...pairs(orders, dimensions), ...quoted]) checkPair(order, dimension, end);
    let widest = 0;
    const times = pairs(orders, dimensions).map(({ order, dimension }, i): CheckedRow => {
      progress(i, orders.length * dimensions.length, `T_${order}, d = ${dimension}`);
      const closed = closedForm(K, order, dimension, end);
      const integral = certifiedIntegral(K, order, dimension, end);
      const width = widthOf(hull(closed, integral));
      widest = Math.max(widest, width);
      const flow = flowFor(order, dimension, end);
      return {
        cells: [
          `${order}`,
          `${dimension}`,
          decimal(endNumber(closed, 'lower'), 12),
          decimal(width, 2),
          decimal(flow.deviation, 2),
          decimal(flow.bound, 2),
        ],
        holds: meet(closed, integral) && flow.deviation <= flow.bound,
      };
    });
    const digits = quoted.map(({ order, dimension, time }): CheckedRow => {
      const value = closedForm(K, order, dimension, end);
      const half = rational(1n, 2n * 10n ** BigInt(time.split('.')[1]?.length ?? 0));
      const around = K.sub(K.from(parseRational(time)), value);
      const holds = contains(hull(around, K.zero), rational(0n)) && within(K, around, half);
      return { cells: [`${order}`, `${dimension}`, time, decimal(endNumber(value, 'lower'), 12)], holds };
    });
    return checkedFinding(
      [
        {
          name: 'times',
          caption: `Times from d^(-1/2) to ${endText}: the closed form, the width of an interval that holds it and the certified integral, and how far Runge-Kutta's overlap at that time is from ${endText}, with its bound.`,
          header: ['k', 'd', 'time', 'width', 'Runge-Kutta off by', 'bound'],
          alignment: 'rrrrrr',
          rows: times,
        },
        {
          name: 'quoted',
          caption: 'Times quoted, beside the enclosed ones.',
          header: ['k', 'd', 'quoted', 'time'],
          alignment: 'rrrr',
          rows: digits,
        },
      ],
      `The closed forms and the certified integrals agree within ${decimal(widest, 2)} for k = ${orders.join(', ')}, the integrator within its bound, and ${quoted.length} quoted times in every digit.`,
    );
  },
};

const pairs = (orders: readonly number[], dimensions: readonly number[]) =>
  orders.flatMap((order) => dimensions.map((dimension) => ({ order, dimension })));

function checkPair(order: number, dimension: number, end: Rational): void {
  if (!Number.isSafeInteger(order) || order < 1 || order > 50)
    throw new InputError('orders', `expected integers from 1 to 50, got ${order}`);
  const above = Number.isSafeInteger(dimension) && BigInt(dimension) * end.numerator ** 2n > end.denominator ** 2n;
  if (!above)
    throw new InputError(
      'dimensions',
      `expected integers so large that the start d^(−1/2) is below the end, got ${dimension}`,
    );
}

/** (P_k(end) − P_k(start))/k, the primitives as in {@link overlapTime}. */
function closedForm(K: RealEnclosures, order: number, dimension: number, end: Rational): Enclosure {
  const primitive = (m: Enclosure): Enclosure => {
    const [below, above] = [K.sub(K.one, m), K.add(K.one, m)];
    let value =
      order % 2 === 1 ? K.scale(K.log(K.div(above, below)), -1) : K.log(K.div(m, K.sqrt(K.mul(below, above))));
    for (let k = order % 2 === 1 ? 3 : 4; k <= order; k += 2)
      value = K.sub(value, K.div(K.powerInteger(m, 2 - k), K.from(k - 2)));
    return value;
  };
  return K.div(K.sub(primitive(K.from(end)), primitive(startOf(K, dimension))), K.from(order));
}

const startOf = (K: RealEnclosures, dimension: number): Enclosure => K.div(K.one, K.sqrt(K.from(dimension)));

function certifiedIntegral(K: RealEnclosures, order: number, dimension: number, end: Rational): Enclosure {
  const formula = parseFormula(`1/(${order}*(1 - x^2)*x^${order - 1})`);
  return integrate(
    { formula, values: (_, __, value) => [value], logBounds: (_, exponent) => [exponent] },
    startOf(K, dimension),
    K.from(end),
    { tolerances: [ERROR], bits: BITS, deadline: performance.now() + 1000 * SECONDS },
  )[0]!;
}

function flowFor(
  order: number,
  dimension: number,
  end: Rational,
): { readonly deviation: number; readonly bound: number } {
  const coefficients = Array.from({ length: order + 1 }, (_, k) => (k === order ? 1 : 0));
  const speed = (m: number): number => overlapSpeed(coefficients, m);
  const target = Number(end.numerator) / Number(end.denominator);
  const start = dimension ** -0.5;
  let bound = 0;
  const slope = (m: Float64Array, out: Float64Array): void => {
    out[0] = speed(m[0]!);
  };
  const { state, ended } = dormandPrince(slope, Float64Array.of(start), overlapTime(order, start, target), {
    tolerance: TOLERANCE,
    observe: (_, [m]) => {
      bound += TOLERANCE * m! * (speed(target) / speed(m!));
      return false;
    },
  });
  const reached = ended === 'end' ? state[0]! : Number.NaN;
  return { deviation: Math.abs(reached - target), bound };
}

function meet(a: Enclosure, b: Enclosure): boolean {
  try {
    intersection(a, b);
    return true;
  } catch {
    return false;
  }
}

const widthOf = ({ lower, upper, exponent }: Enclosure): number => Number(upper - lower) * 2 ** exponent;

/** Whether |a| ≤ half for certain. */
const within = (K: RealEnclosures, a: Enclosure, half: Rational): boolean =>
  endNumber(K.abs(a), 'upper') <= Number(half.numerator) / Number(half.denominator);
