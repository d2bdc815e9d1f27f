/** Bounds of formulas at infinity, for the tails of integrals over the whole line. */
import { type Enclosure, endNumber, hull, isBounded, magnitude, signOf, UNBOUNDED } from '../enclosure/enclosure.ts';
import type { RealEnclosures } from '../enclosure/reals.ts';
import { type Formula, interpretFormula } from './formula.ts';
import type { Growth, GrowthAlgebra } from './growth-class.ts';

type Rates = readonly [number, number];
const NONE: Rates = [0, 0];
/** Doubles moved outwards by more than the rounding of one operation. */
const up = (x: number): number => x + Math.abs(x) * 2 ** -50 + 1e-300;
const down = (x: number): number => -up(-x);
const isNone = (a: Growth): boolean => [...a.least, ...a.most].every((rate) => rate === 0);

/** Growth over all x ≥ from, for a whole number from ≥ 3. */
export function growthFrom(K: RealEnclosures, from: number): GrowthAlgebra {
  const start = K.from(from);
  const unit = hull(K.zero, K.one);
  const unknown: Growth = { factor: UNBOUNDED, power: 0, least: [-Infinity, -Infinity], most: [Infinity, Infinity] };
  const constant = (factor: Enclosure): Growth => ({ factor, power: 0, least: NONE, most: NONE });
  /** x^p for p ≤ 0 over x ≥ from. */
  const shrinking = (p: number): Enclosure => (p === 0 ? K.one : hull(K.zero, powerOfStart(p)));
  const powerOfStart = (p: number): Enclosure =>
    Number.isInteger(p) ? K.powerInteger(start, p) : K.exp(K.mul(K.from(p), K.log(start)));

  const multiply = (a: Growth, b: Growth): Growth => ({
    factor: K.mul(a.factor, b.factor),
    power: a.power + b.power,
    least: [down(a.least[0] + b.least[0]), down(a.least[1] + b.least[1])],
    most: [up(a.most[0] + b.most[0]), up(a.most[1] + b.most[1])],
  });
  const exactRates = (a: Growth): Growth => (isNone(a) ? { ...a, least: NONE, most: NONE } : a);
  const times = (a: Growth, b: Growth): Growth =>
    isNone(a) && isNone(b)
      ? exactRates({ factor: K.mul(a.factor, b.factor), power: a.power + b.power, least: NONE, most: NONE })
      : multiply(a, b);

  const isZero = (a: Growth): boolean => signOf(a.factor) === 0;
  const negate = (a: Growth): Growth => ({ ...a, factor: K.neg(a.factor) });

  const add = (a: Growth, b: Growth): Growth => {
    if (!isBounded(a.factor) || !isBounded(b.factor)) return unknown;
    if (isZero(a)) return b;
    if (isZero(b)) return a;
    const power = Math.max(a.power, b.power);
    if (isNone(a) && isNone(b)) {
      const part = (u: Growth): Enclosure => K.mul(u.factor, shrinking(u.power - power));
      return { factor: K.add(part(a), part(b)), power, least: NONE, most: NONE };
    }
    const [p, q] = [signOf(a.factor), signOf(b.factor)];
    if (p === -1 && q === -1) return negate(add(negate(a), negate(b)));
    const most: Rates = [Math.max(a.most[0], b.most[0]), Math.max(a.most[1], b.most[1])];
    const part = (u: Growth): Enclosure => K.mul(hull(K.zero, u.factor), hull(K.one, shrinking(u.power - power)));
    const both = K.add(part(a), part(b));
    if (p !== 1 || q !== 1) return { factor: both, power, least: [-Infinity, -Infinity], most };
    // Both ≥ 0: the sum is at least the one of the higher power.
    const leader = [a, b]
      .filter((u) => u.power === power)
      .sort((u, v) => v.least[1] - u.least[1] || v.least[0] - u.least[0])[0]!;
    return { factor: lowered(leader.factor, both), power, least: leader.least, most };
  };
  /** The interval from the lower end of one to the upper end of another, which is above. */
  const lowered = (a: Enclosure, b: Enclosure): Enclosure => {
    const least = { lower: a.lower, upper: a.lower, exponent: a.exponent };
    return hull(least, { lower: b.upper, upper: b.upper, exponent: b.exponent });
  };

  const range = (u: Growth): Enclosure => {
    if (!isBounded(u.factor)) return UNBOUNDED;
    if (isZero(u)) return K.zero;
    const [b, c] = u.most;
    const p = u.power;
    if (b === 0 && c === 0) return p > 0 ? UNBOUNDED : K.mul(u.factor, shrinking(p));
    if (c > 0 || (c === 0 && b > 0) || !Number.isFinite(b) || !Number.isFinite(c)) return UNBOUNDED;
    // x^p e^(βx) ≤ (p/(e|β|))^p, and e^(bx + cx²) ≤ e^(βx) with some β < 0 for x ≥ from.
    const beta = c < 0 ? (b > 0 ? undefined : up(b + c * from)) : b;
    if (beta === undefined) {
      if (p > 0) return UNBOUNDED;
      const peak = K.exp(K.from(up((b * b) / (-4 * c))));
      return K.mul(u.factor, hull(K.zero, peak));
    }
    if (p <= 0) return K.mul(u.factor, hull(K.zero, K.mul(shrinking(p), K.exp(K.from(up(beta * from))))));
    const peak = K.exp(K.mul(K.from(p), K.log(K.div(K.from(p), K.mul(K.exp(K.one), K.from(-beta))))));
    return K.mul(u.factor, hull(K.zero, peak));
  };

  const exp = (u: Growth): Growth => {
    const bounded = range(u);
    if (isBounded(bounded)) return constant(K.exp(bounded));
    if (!isBounded(u.factor)) return unknown;
    const sign = signOf(u.factor);
    const [low, high] = [endNumber(u.factor, 'lower'), endNumber(u.factor, 'upper')];
    const p = u.power;
    if (!isNone(u) || p > 2) {
      if (sign === -1) return constant(unit);
      const faster = isNone(u) && low > 0 ? down(low * down(from ** (p - 2))) : -Infinity;
      return { factor: sign === 1 ? K.one : unit, power: 0, least: [0, faster], most: [0, Infinity] };
    }
    // x^p between x^⌊p⌋ and x^⌈p⌉ for x ≥ 1, so κ x^p between these where κ has one sign.
    const at = (degree: number, rate: number): Rates => (degree === 2 ? [0, rate] : degree === 1 ? [rate, 0] : NONE);
    const [floor, ceiling] = [Math.floor(p), Math.ceil(p)];
    const most = high > 0 ? at(ceiling, high) : at(floor, high);
    const least = low > 0 ? at(floor, low) : at(ceiling, low);
    return { factor: K.one, power: 0, least, most };
  };

  const log = (u: Growth): Growth => {
    if (!isBounded(u.factor) || u.factor.lower <= 0n) return unknown;
    if (![...u.least, ...u.most].every(Number.isFinite)) return unknown;
    const q = u.least[1] !== 0 || u.most[1] !== 0 ? 2 : !isNone(u) || u.power !== 0 ? 1 : 0;
    const between = (i: 0 | 1): Enclosure => hull(K.from(u.least[i]), K.from(u.most[i]));
    // (log x)/x^q falls for x ≥ 3 > e.
    const logarithm = K.mul(hull(K.zero, K.mul(K.log(start), powerOfStart(-Math.max(q, 1)))), K.from(u.power));
    const factor = [
      K.mul(K.log(u.factor), shrinking(-q)),
      ...(u.power === 0 ? [] : [logarithm]),
      ...(q >= 1 ? [K.mul(between(0), shrinking(1 - q))] : []),
      ...(q === 2 ? [between(1)] : []),
    ].reduce(K.add);
    return { factor, power: q, least: NONE, most: NONE };
  };

  const bounded: GrowthAlgebra['bounded'] = (u, f, atMinusInfinity, atInfinity) => {
    const values = range(u);
    if (isBounded(values)) return constant(f(values));
    const sign = isBounded(u.factor) ? signOf(u.factor) : undefined;
    const risesFromStart = u.power >= 0 && u.least[0] >= 0 && u.least[1] >= 0;
    if (sign === undefined || sign === 0 || !risesFromStart)
      return constant(hull(K.from(atMinusInfinity), K.from(atInfinity)));
    const nearest = K.mul(magnitudeFrom(u.factor), powerOfStart(u.power));
    const first = f(sign === 1 ? nearest : K.neg(nearest));
    return constant(hull(first, K.from(sign === 1 ? atInfinity : atMinusInfinity)));
  };
  /** The least |x| of an interval of one sign, as a point. */
  const magnitudeFrom = (a: Enclosure): Enclosure => {
    const least = a.lower >= 0n ? a.lower : -a.upper;
    return { lower: least, upper: least, exponent: a.exponent };
  };

  return {
    reals: K,
    from,
    constant,
    add,
    multiply: times,
    divide: (a, b) =>
      signOf(b.factor) === undefined || b.factor.lower === 0n || b.factor.upper === 0n
        ? unknown
        : times(a, {
            factor: K.div(K.one, b.factor),
            power: -b.power,
            least: [0 - b.most[0], 0 - b.most[1]],
            most: [0 - b.least[0], 0 - b.least[1]],
          }),
    range,
    exp,
    log,
    bounded,
    sign: (u) => (isBounded(u.factor) ? signOf(u.factor) : undefined),
    unknown,
  };
}

/** The growth of f(x) or f(−x) over x ≥ from. */
export function growthOf(f: Formula, K: RealEnclosures, from: number, side: 1 | -1): Growth {
  const G = growthFrom(K, from);
  const integerPower = (base: Growth, n: number): Growth => {
    if (n === 0) return G.constant(K.one);
    const half = integerPower(base, Math.floor(n / 2));
    const square = G.multiply(half, half);
    const even = { ...square, factor: K.mul(K.abs(half.factor), K.abs(half.factor)) };
    return n % 2 === 0 ? even : n === 1 ? base : G.multiply(even, base);
  };
  return interpretFormula<Growth>(f, {
    rational: (q) => G.constant(K.from(q)),
    pi: () => G.constant(K.pi),
    variable: { factor: K.from(side), power: 1, least: NONE, most: NONE },
    add: G.add,
    multiply: G.multiply,
    divide: G.divide,
    power: (base, exponent) => {
      const n = Number(exponent.numerator) / Number(exponent.denominator);
      if (exponent.denominator === 1n) {
        if (Math.abs(n) > 1e4) return G.unknown;
        const positive = integerPower(base, Math.abs(n));
        return n >= 0 ? positive : G.divide(G.constant(K.one), positive);
      }
      if (n < 0 || G.sign(base) !== 1)
        return n < 0 && G.sign(base) === 1 ? G.exp(G.multiply(G.constant(K.from(exponent)), G.log(base))) : G.unknown;
      const factor =
        base.factor.lower > 0n
          ? K.exp(K.mul(K.from(exponent), K.log(base.factor)))
          : hull(K.zero, K.exp(K.mul(K.from(exponent), K.log(magnitude(base.factor)))));
      return {
        factor: signOf(base.factor) === 0 ? K.zero : factor,
        power: base.power * n,
        least: isNone(base) ? NONE : [down(base.least[0] * n), down(base.least[1] * n)],
        most: isNone(base) ? NONE : [up(base.most[0] * n), up(base.most[1] * n)],
      };
    },
    apply: (primitive, argument) => primitive.growth(G, argument),
  });
}
