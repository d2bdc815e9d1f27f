/** Information exponent and leap of sums of products of functions of one variable, from coefficients that are proved or enclosed. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { formatRational, type Rational } from '../../base/rational.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import { type CertificateStep, type Exponent, enclosed, exponentFrom, proved } from './exponent.ts';
import { generativeExponent } from './generative-exponent.ts';
import { hermiteTerm } from './hermite-terms.ts';
import { coefficientRelation, type LinkCoefficient, vanishes } from './link-coefficients.ts';
import type { SeparableFunction, SeparableTerm } from './separable-function.ts';

/** Orders of the variables that occur, each ≥ 1. */
type Orders = ReadonlyMap<number, number>;

export interface SeparableExponents {
  readonly informationExponent: Exponent;
  readonly leap: Exponent;
  readonly generativeLeap: Exponent;
  /** C_α = E[f He_α] ≠ 0 of the lowest orders. */
  readonly coefficients: readonly { readonly term: string; readonly order: number; readonly value: LinkCoefficient }[];
}

const MAXIMUM_ORDER = 6;
const LARGEST_ORDER = 20;
const MOST_ORDERS = 20_000;
const ZERO: LinkCoefficient = { kind: 'rational', value: QQ.zero, reason: 'a factor has no coefficient there' };
const ONE: LinkCoefficient = { kind: 'rational', value: QQ.one };

/**
 * Bounds, or values where they are decided, up to `maximumOrder` (6 when left out):
 * - C_α = Σ_t ∏ c_{α_v}(g_{t,v}) counts as zero only where a factor of every term is proved to be, or exactly;
 * - leap ≤ r where terms proved not to vanish, each with at most r new degrees, reach every variable; leap > r where all of E[f He_β(new) | known]
 *   vanish for |β| ≤ r once everything that r may reach is known;
 * - generative leap ≥ 2 where signs of variables can be changed; the generative exponent for one variable.
 *
 * Throws {@link InputError} where a factor is not square integrable or its coefficients cannot be had, {@link TooLargeError} where there are over 20,000 coefficients.
 */
export function separableExponents(f: SeparableFunction, maximumOrder: number = MAXIMUM_ORDER): SeparableExponents {
  if (!Number.isSafeInteger(maximumOrder) || maximumOrder < 1 || maximumOrder > LARGEST_ORDER)
    throw new InputError('order', `expected a whole number from 1 to ${LARGEST_ORDER}, got ${maximumOrder}`);
  if (f.variables.length === 0) {
    const none = proved('C_k = 0 for k ≥ 1', 'the function is constant');
    const zero = exponentFrom(0, 0, [none]);
    return {
      informationExponent: exponentFrom(Infinity, Infinity, [none]),
      leap: zero,
      generativeLeap: zero,
      coefficients: [],
    };
  }
  const known = new Map<string, LinkCoefficient>();
  const places = f.variables.map((_, v) => v);
  const coefficient = (alpha: Orders): LinkCoefficient => {
    const name = [...alpha].map(([v, n]) => `${v}^${n}`).join(' ');
    const value = known.get(name) ?? sumOfTerms(f.terms.map((term) => productOver(term, places, alpha)));
    known.set(name, value);
    return value;
  };
  const all = ordersUpTo(places, maximumOrder);
  const coefficients = all
    .map((alpha) => ({ term: hermiteTerm(f.variables, [...alpha]), order: degreeOf(alpha), value: coefficient(alpha) }))
    .filter(({ value }) => vanishes(value) === false);
  return {
    informationExponent: information(f, all, coefficient, maximumOrder),
    leap: leap(f, all, coefficient, maximumOrder),
    generativeLeap: generative(f, all, coefficient),
    coefficients,
  };
}

const degreeOf = (alpha: Orders): number => [...alpha.values()].reduce((sum, n) => sum + n, 0);

/** All α ≠ 0 with |α| ≤ most, by order. */
function ordersUpTo(places: readonly number[], most: number): readonly Orders[] {
  let count = 1;
  for (let i = 1; i <= places.length; i++) count = (count * (most + i)) / i;
  if (count > MOST_ORDERS)
    throw new TooLargeError(
      'function',
      `there are ${Math.round(count)} coefficients up to order ${most}`,
      'Use fewer variables or a lower order',
    );
  let found: readonly (readonly (readonly [number, number])[])[] = [[]];
  for (const v of places)
    found = found.flatMap((alpha) => {
      const left = most - alpha.reduce((sum, [, n]) => sum + n, 0);
      return Array.from({ length: left + 1 }, (_, n) => (n === 0 ? alpha : [...alpha, [v, n] as const]));
    });
  return found
    .filter((alpha) => alpha.length > 0)
    .map((alpha) => new Map(alpha))
    .sort((a, b) => degreeOf(a) - degreeOf(b));
}

/** ∏ over the places of c_{α_v}(g_v). */
function productOver({ factors }: SeparableTerm, places: readonly number[], alpha: Orders): LinkCoefficient {
  // A factor that is not there is 1.
  if ([...alpha.keys()].some((v) => !factors.has(v))) return ZERO;
  let product = ONE;
  for (const v of places) {
    const factor = factors.get(v);
    if (factor === undefined) continue;
    const k = alpha.get(v) ?? 0;
    const odd = (factor.parity === 'even' && k % 2 === 1) || (factor.parity === 'odd' && k % 2 === 0);
    const c = odd ? ZERO : factor.coefficient(k);
    if (vanishes(c) === true) return ZERO;
    product = multiplied(product, c);
  }
  return product;
}

const endsOf = (c: LinkCoefficient): readonly [Rational, Rational] =>
  c.kind === 'rational' ? [c.value, c.value] : [c.lower, c.upper];
const less = (a: Rational, b: Rational): boolean => a.numerator * b.denominator < b.numerator * a.denominator;
const least = (all: readonly Rational[]): Rational => all.reduce((a, b) => (less(b, a) ? b : a));
const most = (all: readonly Rational[]): Rational => all.reduce((a, b) => (less(a, b) ? b : a));

function multiplied(a: LinkCoefficient, b: LinkCoefficient): LinkCoefficient {
  if (a.kind === 'rational' && b.kind === 'rational') return { kind: 'rational', value: QQ.mul(a.value, b.value) };
  if (a === ONE) return b;
  if (b === ONE) return a;
  const corners = endsOf(a).flatMap((x) => endsOf(b).map((y) => QQ.mul(x, y)));
  const ends = { lower: least(corners), upper: most(corners) };
  if (a.kind === 'enclosed' || b.kind === 'enclosed')
    return { kind: 'enclosed', ...ends, reason: 'interval arithmetic' };
  const text = [a, b]
    .map((c) => (c.kind === 'rational' ? formatRational(c.value) : c.text))
    .filter((factor) => factor !== '1')
    .map((factor) => (/[-+/ ]/.test(factor.replace(/\([^()]*\)/g, '')) ? `(${factor})` : factor));
  return { kind: 'closed-form', text: text.join('*'), ...ends, reason: 'closed form' };
}

function sumOfTerms(terms: readonly LinkCoefficient[]): LinkCoefficient {
  const rest = terms.filter((c) => vanishes(c) !== true);
  if (rest.length === 0) return ZERO;
  if (rest.length === 1) return rest[0]!;
  if (rest.every((c) => c.kind === 'rational'))
    return {
      kind: 'rational',
      value: rest.reduce((sum, c) => QQ.add(sum, endsOf(c)[0]), QQ.zero),
      reason: 'exact arithmetic',
    };
  const sum = (end: 0 | 1): Rational => rest.reduce((total, c) => QQ.add(total, endsOf(c)[end]), QQ.zero);
  return { kind: 'enclosed', lower: sum(0), upper: sum(1), reason: 'interval arithmetic' };
}

const nonZero = (f: SeparableFunction, alpha: Orders, c: LinkCoefficient): CertificateStep => {
  const statement = `E[f ${hermiteTerm(f.variables, [...alpha])}] ${coefficientRelation(c)} ≠ 0`;
  return c.kind === 'enclosed' ? enclosed(statement, 'interval arithmetic') : proved(statement, 'closed forms');
};

function information(
  f: SeparableFunction,
  all: readonly Orders[],
  coefficient: (alpha: Orders) => LinkCoefficient,
  maximumOrder: number,
): Exponent {
  const steps: CertificateStep[] = [];
  let lower = 1;
  for (let k = 1; k <= maximumOrder; k++) {
    const values = all.filter((alpha) => degreeOf(alpha) === k).map((alpha) => [alpha, coefficient(alpha)] as const);
    const found = values.find(([, c]) => vanishes(c) === false);
    if (found !== undefined) return exponentFrom(lower, k, [...steps, nonZero(f, ...found)]);
    if (lower !== k || values.some(([, c]) => vanishes(c) !== true)) continue;
    steps.push(proved(`C_${k} = 0`, 'in every term a factor has no coefficient there'));
    lower = k + 1;
  }
  return exponentFrom(lower, Infinity, steps);
}

function leap(
  f: SeparableFunction,
  all: readonly Orders[],
  coefficient: (alpha: Orders) => LinkCoefficient,
  maximumOrder: number,
): Exponent {
  const relevant = new Set(all.flatMap((alpha) => (vanishes(coefficient(alpha)) === false ? [...alpha.keys()] : [])));
  const newDegree = (alpha: Orders, seen: ReadonlySet<number>): number =>
    [...alpha].reduce((sum, [v, n]) => (seen.has(v) ? sum : sum + n), 0);
  const names = (set: Iterable<number>): string => [...set].map((v) => f.variables[v]!).join(', ');

  const reached = (r: number): { readonly seen: ReadonlySet<number>; readonly terms: readonly Orders[] } => {
    const seen = new Set<number>();
    const terms: Orders[] = [];
    for (let grew = true; grew; ) {
      grew = false;
      for (const alpha of all) {
        const fresh = newDegree(alpha, seen);
        if (fresh === 0 || fresh > r || vanishes(coefficient(alpha)) !== false) continue;
        for (const v of alpha.keys()) seen.add(v);
        terms.push(alpha);
        grew = true;
      }
    }
    return { seen, terms };
  };
  /** All that terms of at most r new degrees could bring, whatever is not proved to vanish. */
  const reachable = (r: number): ReadonlySet<number> => {
    const seen = new Set<number>();
    for (let grew = true; grew; ) {
      grew = false;
      const fresh = f.variables.map((_, v) => v).filter((v) => !seen.has(v));
      for (const beta of ordersUpTo(fresh, r)) {
        if (f.terms.every((term) => vanishes(productOver(term, fresh, beta)) === true)) continue;
        for (const v of beta.keys()) seen.add(v);
        grew = true;
        break;
      }
    }
    return seen;
  };

  const occurring = f.variables.map((_, v) => v);
  const steps: CertificateStep[] = [];
  let upper = Infinity;
  for (let r = 1; r <= maximumOrder; r++) {
    const { seen, terms } = reached(r);
    // Variables that no proved term has might not occur at all, or only later.
    if (seen.size < occurring.length) continue;
    upper = r;
    const used = terms.map((alpha) => hermiteTerm(f.variables, [...alpha])).join(', ');
    const weak = terms.some((alpha) => coefficient(alpha).kind === 'enclosed');
    const reason = `an ordering that begins with ${used} attains it; all variables are known then`;
    steps.push(weak ? enclosed(`leap ≤ ${r}`, reason) : proved(`leap ≤ ${r}`, reason));
    break;
  }
  let lower = relevant.size > 0 ? 1 : 0;
  for (let r = 1; r < Math.min(upper, maximumOrder + 1); r++) {
    const seen = reachable(r);
    const left = [...relevant].filter((v) => !seen.has(v));
    if (left.length === 0) break;
    lower = r + 1;
    steps.push(
      proved(
        `leap > ${r}`,
        `${seen.size === 0 ? 'at the start' : `once ${names(seen)} ${seen.size === 1 ? 'is' : 'are'} known`}, every term with ${names(left)} brings more than ${r}`,
      ),
    );
  }
  return exponentFrom(lower, upper, steps);
}

function generative(
  f: SeparableFunction,
  all: readonly Orders[],
  coefficient: (alpha: Orders) => LinkCoefficient,
): Exponent {
  const [only] = f.terms;
  if (f.variables.length === 1 && f.terms.length === 1) return generativeExponent(only!.factors.get(0)!);
  const relevant = new Set(all.flatMap((alpha) => (vanishes(coefficient(alpha)) === false ? [...alpha.keys()] : [])));
  const flipped = signsThatChangeNothing(f, relevant);
  if (flipped === undefined) return exponentFrom(relevant.size > 0 ? 1 : 0, Infinity, []);
  const names = flipped.map((v) => f.variables[v]).join(', ');
  const many = flipped.length > 1;
  return exponentFrom(2, Infinity, [
    proved(
      'generative leap ≥ 2',
      `order 1 cannot see through a symmetry of f: the sign${many ? 's' : ''} of ${names} can be changed${many ? ' together' : ''}`,
    ),
  ]);
}

const MOST_FLIPPED = 12;

/** The smallest set of variables, one of those given among them, whose signs change every term by an even number of minus signs. */
function signsThatChangeNothing(f: SeparableFunction, relevant: ReadonlySet<number>): readonly number[] | undefined {
  if (f.variables.length > MOST_FLIPPED) return undefined;
  const sets = Array.from({ length: 2 ** f.variables.length - 1 }, (_, bits) =>
    f.variables.map((_name, v) => v).filter((v) => ((bits + 1) & (1 << v)) !== 0),
  ).sort((a, b) => a.length - b.length);
  return sets.find(
    (set) =>
      set.some((v) => relevant.has(v)) &&
      f.terms.every(({ factors }) => {
        const parities = set.flatMap((v) => (factors.has(v) ? [factors.get(v)!.parity] : []));
        return !parities.includes(undefined) && parities.filter((parity) => parity === 'odd').length % 2 === 0;
      }),
  );
}
