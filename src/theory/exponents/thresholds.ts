/** Coefficients of functions of finitely many values that are 0, exactly: their jumps, at roots of a + b x or x^m (a + b x²). */
import { type Rational, rational } from '../../base/rational.ts';
import { hermiteBasis } from '../../symbolic/bases/orthogonal/hermite.ts';
import { toMonomials } from '../../symbolic/bases/series.ts';
import { type Enclosure, endNumber, signOf } from '../../symbolic/enclosure/enclosure.ts';
import { realEnclosures } from '../../symbolic/enclosure/reals.ts';
import { type Formula, interpretFormula } from '../../symbolic/formula/formula.ts';
import { rationalPolynomialOfFormula } from '../../symbolic/formula/polynomial-of-formula.ts';
import { resolveBranches } from '../../symbolic/formula/resolve-branches.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';

/** A polynomial in log 2, log 3, log 5, … over Q: coefficients by monomials, such as `2^1 3^2`. */
type LogNumber = ReadonlyMap<string, Rational>;

const logRational = (q: Rational): LogNumber => (q.numerator === 0n ? new Map() : new Map([['', q]]));

function plus(a: LogNumber, b: LogNumber): LogNumber {
  const sum = new Map(a);
  for (const [name, c] of b) sum.set(name, QQ.add(sum.get(name) ?? QQ.zero, c));
  return new Map([...sum].filter(([, { numerator }]) => numerator !== 0n));
}

function times(a: LogNumber, b: LogNumber): LogNumber {
  let product: LogNumber = new Map();
  for (const [x, c] of a) for (const [y, d] of b) product = plus(product, new Map([[monomial(x, y), QQ.mul(c, d)]]));
  return product;
}

function monomial(x: string, y: string): string {
  const powers = new Map<string, number>();
  for (const factor of `${x} ${y}`.split(' ').filter((part) => part !== '')) {
    const [prime, power] = factor.split('^') as [string, string];
    powers.set(prime, (powers.get(prime) ?? 0) + Number(power));
  }
  return [...powers]
    .sort(([p], [q]) => Number(p) - Number(q))
    .map(([p, n]) => `${p}^${n}`)
    .join(' ');
}

const LARGEST_PRIME = 1000n;

/** log q = Σ v_p(q) log p; undefined for q ≤ 0 and primes beyond 1,000. */
function logarithm({ numerator, denominator }: Rational): LogNumber | undefined {
  if (numerator <= 0n) return undefined;
  let sum: LogNumber = new Map();
  for (const [whole, sign] of [
    [numerator, 1n],
    [denominator, -1n],
  ] as const) {
    let rest = whole;
    for (let p = 2n; p <= LARGEST_PRIME && rest > 1n; p++)
      for (; rest % p === 0n; rest /= p) sum = plus(sum, new Map([[`${p}^1`, rational(sign)]]));
    if (rest > 1n) return undefined;
  }
  return sum;
}

/** A root of the argument of a jump: r = ±√square, or 0. */
interface Root {
  readonly sign: -1 | 0 | 1;
  readonly square: LogNumber;
  readonly position: number;
}

const DEGREE = 20;
const BITS = 128;

export interface Thresholds {
  /** The values that f takes, but for a null set. */
  readonly values: readonly Rational[];
  /** Whether c_k = E[f He_k] is 0 by exact cancellation: `true` is a proof, `false` says nothing. */
  vanishes(k: number): boolean;
}

/**
 * What the jumps of f say; undefined where f is not seen to be
 * piecewise constant with such jumps. By parts c_k = Σ_r J_r He_{k−1}(r) φ(r), J_r the jump at r; e^{−r²/2} is an algebraic number where
 * r² is a sum of logarithms, as for sign(x³ − 2 log(2) x).
 */
export function thresholdsOf(f: Formula): Thresholds | undefined {
  const roots = rootsOf(f);
  if (roots === undefined) return undefined;
  const sorted = [...roots].sort((a, b) => a.position - b.position);
  const levels = levelsBetween(f, sorted);
  if (levels === undefined) return undefined;
  const vanishes = (k: number): boolean => {
    if (k < 1) return false;
    const powers = toMonomials(QQ, hermiteBasis, [...Array.from({ length: k - 1 }, () => QQ.zero), QQ.one]);
    const sums = new Map<string, LogNumber>();
    for (const [i, root] of sorted.entries()) {
      const jump = QQ.add(levels[i + 1]!, QQ.mul(rational(-1n), levels[i]!));
      const density = exponentialOf(root.square);
      if (density === undefined) return false;
      // He_{k−1}(±√a) is a polynomial in a, times ±√a for even k.
      const odd = (k - 1) % 2;
      let value: LogNumber = new Map();
      let power: LogNumber = logRational(QQ.one);
      for (let j = odd; j < powers.length; j += 2) {
        value = plus(value, times(logRational(powers[j]!), power));
        power = times(power, root.square);
      }
      const sign = odd === 0 ? 1 : root.sign;
      const factor = QQ.mul(QQ.mul(jump, density.rational), rational(BigInt(sign)));
      const name = `${density.irrational}|${odd === 1 ? nameOf(root.square) : ''}`;
      sums.set(name, plus(sums.get(name) ?? new Map(), times(logRational(factor), value)));
    }
    return [...sums.values()].every((sum) => sum.size === 0);
  };
  return { values: levels, vanishes };
}

const nameOf = (a: LogNumber): string =>
  [...a]
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([name, { numerator, denominator }]) => `${name}*${numerator}/${denominator}`)
    .join('+');

/** e^{−a/2} as a rational number times √radicand times e^q, named; undefined unless a is linear in logarithms with whole coefficients. */
function exponentialOf(a: LogNumber): { readonly rational: Rational; readonly irrational: string } | undefined {
  let value = QQ.one;
  let radicand = 1n;
  let exponent = QQ.zero;
  for (const [name, c] of a) {
    if (name === '') {
      exponent = c;
      continue;
    }
    const [prime, power] = name.split('^') as [string, string];
    if (name.includes(' ') || power !== '1' || c.denominator !== 1n) return undefined;
    // p^(−c/2) = p^(−⌈c/2⌉) √p^(c odd).
    const p = BigInt(prime);
    const odd = c.numerator % 2n !== 0n;
    const half = odd ? (c.numerator + 1n) / 2n : c.numerator / 2n;
    value = QQ.mul(value, half >= 0n ? rational(1n, p ** half) : rational(p ** -half));
    if (odd) radicand *= p;
  }
  return { rational: value, irrational: `${radicand} e^${exponent.numerator}/${exponent.denominator}` };
}

/** All roots of arguments of jumps; undefined where one of them is of another kind, or f has kinks without jumps. */
function rootsOf(f: Formula): readonly Root[] | undefined {
  const roots = new Map<number, Root>();
  let readable = true;
  type Poly = readonly LogNumber[] | undefined;
  const product = (a: readonly LogNumber[], b: readonly LogNumber[]): Poly => {
    if (a.length + b.length > DEGREE) return undefined;
    const sum: LogNumber[] = Array.from({ length: Math.max(0, a.length + b.length - 1) }, () => new Map());
    a.forEach((x, i) => {
      b.forEach((y, j) => {
        sum[i + j] = plus(sum[i + j]!, times(x, y));
      });
    });
    return sum;
  };
  const rationalOf = (a: Poly): Rational | undefined => {
    const nonZero = a?.findLastIndex((c) => c.size > 0);
    if (nonZero === undefined || nonZero > 0) return undefined;
    const c = a![0] ?? new Map<string, Rational>();
    return c.size === 0 ? QQ.zero : c.size === 1 ? c.get('') : undefined;
  };
  interpretFormula<Poly>(f, {
    rational: (q) => [logRational(q)],
    pi: () => undefined,
    variable: [new Map(), logRational(QQ.one)],
    add: (a, b) =>
      a &&
      b &&
      Array.from({ length: Math.max(a.length, b.length) }, (_, i) => plus(a[i] ?? new Map(), b[i] ?? new Map())),
    multiply: (a, b) => a && b && product(a, b),
    divide: (a, b) => {
      const q = rationalOf(b);
      return a && q && q.numerator !== 0n ? product(a, [logRational(rational(q.denominator, q.numerator))]) : undefined;
    },
    power: (a, { numerator, denominator }) => {
      if (a === undefined || denominator !== 1n || numerator < 0n || numerator > BigInt(DEGREE)) return undefined;
      let power: Poly = [logRational(QQ.one)];
      for (let i = 0n; i < numerator; i++) power = power && product(power, a);
      return power;
    },
    apply: (primitive, a) => {
      const q = rationalOf(a);
      if (primitive.name === 'log' && q !== undefined) {
        const value = logarithm(q);
        return value && [value];
      }
      if (primitive.branches === undefined) return undefined;
      const found = a === undefined || !primitive.branches.jumps ? undefined : rootsOfPolynomial(a);
      if (found === undefined) readable = false;
      for (const root of found ?? []) roots.set(root.position, root);
      return undefined;
    },
  });
  return readable && roots.size > 0 ? [...roots.values()] : undefined;
}

function rootsOfPolynomial(a: readonly LogNumber[]): readonly Root[] | undefined {
  const places = a.flatMap((c, j) => (c.size > 0 ? [j] : []));
  const [low, high, more] = places;
  if (low === undefined || more !== undefined) return undefined;
  const zero: Root = { sign: 0, square: new Map(), position: 0 };
  const atZero = low > 0 ? [zero] : [];
  if (high === undefined) return atZero;
  const lead = a[high]!.size === 1 ? a[high]!.get('') : undefined;
  if (lead === undefined) return undefined;
  const ratio = times(a[low]!, logRational(rational(-lead.denominator, lead.numerator)));
  const position = (square: LogNumber): number | undefined => rootOf(square);
  if (high - low === 1) {
    const r = ratio.size === 1 ? ratio.get('') : undefined;
    if (r === undefined) return undefined;
    const at = position(logRational(QQ.mul(r, r)));
    const sign = r.numerator > 0n ? 1 : -1;
    return at === undefined ? undefined : [...atZero, { sign, square: logRational(QQ.mul(r, r)), position: sign * at }];
  }
  if (high - low !== 2) return undefined;
  const at = position(ratio);
  if (at === undefined) return undefined;
  if (at < 0) return atZero;
  return [...atZero, { sign: -1, square: ratio, position: -at }, { sign: 1, square: ratio, position: at }];
}

/** √a in doubles, −1 for a < 0; undefined where that is not decided. */
function rootOf(a: LogNumber): number | undefined {
  const K = realEnclosures(BITS);
  let sum: Enclosure = K.zero;
  for (const [name, c] of a) {
    let term = K.from(c);
    for (const factor of name.split(' ').filter((part) => part !== '')) {
      const [p, n] = factor.split('^') as [string, string];
      term = K.mul(term, K.powerInteger(K.log(K.from(Number(p))), Number(n)));
    }
    sum = K.add(sum, term);
  }
  const sign = signOf(sum);
  if (sign === undefined || sign === 0) return undefined;
  return sign < 0 ? -1 : Math.sqrt(endNumber(sum, 'lower'));
}

/** Roots nearer than this are not told apart. */
const GAP = 1e-6;

/** The values of f left of the first root, between them, and right of the last. */
function levelsBetween(f: Formula, roots: readonly Root[]): readonly Rational[] | undefined {
  const at = roots.map(({ position }) => position);
  if (at.some((x, i) => i > 0 && x - at[i - 1]! < GAP)) return undefined;
  const points = [at[0]! - 1, ...at.slice(1).map((x, i) => (x + at[i]!) / 2), at.at(-1)! + 1];
  const K = realEnclosures(BITS);
  const levels = points.map((x): Rational | undefined => {
    const point = K.from(x);
    const resolved = resolveBranches(f, K, point, point);
    if (!('formula' in resolved)) return undefined;
    const value = rationalPolynomialOfFormula(resolved.formula);
    return value === undefined || value.length > 1 ? undefined : (value[0] ?? QQ.zero);
  });
  return levels.every((level) => level !== undefined) ? levels : undefined;
}
