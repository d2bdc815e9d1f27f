/**
 * Products of polynomials, dense and sparse, and the expansion of a network whose weights are indeterminates: seconds of
 * processor time, the best of several runs, with the value of each result at a point to compare by.
 *
 *     node bench/multiplication.ts                 one line of JSON a case
 *     node bench/multiplication.ts --write FILE    the polynomials, for bench/peers/multiplication.py
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Key, key, randomBits, uniform } from '../src/base/philox.ts';
import { formatRational, rational } from '../src/base/rational.ts';
import { dense } from '../src/network/layers/dense.ts';
import { square } from '../src/network/layers/square.ts';
import { network } from '../src/network/network.ts';
import { expand } from '../src/symbolic/expand.ts';
import type { Factor } from '../src/symbolic/monomials.ts';
import { multiply } from '../src/symbolic/operations/arithmetic.ts';
import { type Polynomial, polynomialFromTerms, type Term } from '../src/symbolic/polynomial.ts';

/** Two factors, or the widths of a network with x² and every weight an indeterminate. */
export type MultiplicationCase =
  | { readonly name: string; readonly factors: readonly [Polynomial, Polynomial] }
  | { readonly name: string; readonly widths: readonly number[] };

export interface Measured {
  readonly case: string;
  readonly system: string;
  /** Of processor time, to the result in memory: packed, in the order of polynomials. */
  readonly seconds: number;
  /** The same, and every monomial and big integer explicit. */
  readonly secondsExplicit: number;
  readonly first: number;
  readonly terms: number;
  /** The value at x_i = i + 2, i from 0, modulo 2^61 − 1. */
  readonly value: string;
}

const integer = (source: Key, bits: number, index: number): bigint => {
  const magnitude = randomBits(source, bits - 1, 2 * index) | (1n << BigInt(bits - 1));
  return uniform(source, 0, 2 * index + 1) < 0.5 ? -magnitude : magnitude;
};

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `x${i + 1}`);

/** Every monomial of degree ≤ `degree`. */
function filled(source: Key, variables: number, degree: number, bits: number): Polynomial {
  const monomials = (v: number, left: number): Factor[][] =>
    v === variables
      ? [[]]
      : Array.from({ length: left + 1 }, (_, e) =>
          monomials(v + 1, left - e).map((rest): Factor[] => (e > 0 ? [[v, e], ...rest] : rest)),
        ).flat();
  return polynomialFromTerms(
    names(variables),
    monomials(0, degree).map((factors, t): Term => ({ coefficient: rational(integer(source, bits, t)), factors })),
  );
}

/** `count` monomials of degree up to `degree`, drawn one factor after another. */
function scattered(source: Key, variables: number, degree: number, count: number, bits: number): Polynomial {
  const found = new Map<string, readonly Factor[]>();
  for (let draw = 0; found.size < count; draw++) {
    const chosen = Array.from({ length: Math.floor(uniform(source, 1, draw) * (degree + 1)) }, (_, i) =>
      Math.floor(uniform(source, 2 + i, draw) * variables),
    );
    const factors = [...new Set(chosen)]
      .sort((u, v) => u - v)
      .map((v): Factor => [v, chosen.filter((u) => u === v).length]);
    found.set(factors.join(';'), factors);
  }
  return polynomialFromTerms(
    names(variables),
    [...found.values()].map((factors, t): Term => ({ coefficient: rational(integer(source, bits, t)), factors })),
  );
}

/** The cases; another seed draws other polynomials of the same shapes. */
export function multiplicationCases(seed = 1): readonly MultiplicationCase[] {
  const pair = (name: string, make: (source: Key) => Polynomial): MultiplicationCase => ({
    name,
    factors: [make(key(seed, `${name}, first`)), make(key(seed, `${name}, second`))],
  });
  return [
    pair('dense, 4 variables, degree 12, 8 bits', (source) => filled(source, 4, 12, 8)),
    pair('dense, 4 variables, degree 12, 24 bits', (source) => filled(source, 4, 12, 24)),
    pair('dense, 4 variables, degree 12, 53 bits', (source) => filled(source, 4, 12, 53)),
    pair('dense, 10 variables, degree 4, 20 bits', (source) => filled(source, 10, 4, 20)),
    pair('dense, 4 variables, degree 6, 1,000 bits', (source) => filled(source, 4, 6, 1000)),
    pair('dense, 1 variable, degree 1,000, 10 bits', (source) => filled(source, 1, 1000, 10)),
    pair('dense, 1 variable, degree 1,000, 30 bits', (source) => filled(source, 1, 1000, 30)),
    pair('dense, 1 variable, degree 1,000, 1,000 bits', (source) => filled(source, 1, 1000, 1000)),
    pair('sparse, 20 variables, 330 terms, 20 bits', (source) => scattered(source, 20, 4, 330, 20)),
    pair('sparse, 20 variables, 330 terms, 60 bits', (source) => scattered(source, 20, 4, 330, 60)),
    pair('sparse, 20 variables, 330 terms, 1,000 bits', (source) => scattered(source, 20, 4, 330, 1000)),
    pair('sparse, 5 variables, degree 40, 1,000 terms, 20 bits', (source) => scattered(source, 5, 40, 1000, 20)),
    pair('sparse, 100 variables, 500 terms, 10 bits', (source) => scattered(source, 100, 4, 500, 10)),
    pair('8 terms', (source) => scattered(source, 3, 4, 8, 10)),
    { name: 'network 3-4-4-1, symbolic weights', widths: [3, 4, 4, 1] },
    { name: 'network 3-6-6-1, symbolic weights', widths: [3, 6, 6, 1] },
    { name: 'network 2-3-3-3-1, symbolic weights', widths: [2, 3, 3, 3, 1] },
  ];
}

/** The cases as JSON for other systems: terms as `["p/q", [[index, exponent], …]]`. */
export function multiplicationCasesToJson(cases: readonly MultiplicationCase[]): unknown {
  const terms = (f: Polynomial): unknown =>
    [...f.terms()].map(({ coefficient, factors }) => [formatRational(coefficient), factors]);
  return cases.map((given) =>
    'widths' in given
      ? given
      : { name: given.name, variables: given.factors[0].variables.length, factors: given.factors.map(terms) },
  );
}

const PRIME = 2n ** 61n - 1n;

/** What the library takes for a case. */
export function measureMultiplication(given: MultiplicationCase): Measured {
  const run = 'widths' in given ? networkRun(given.widths) : () => multiply(...given.factors);
  const { best: seconds, first, result } = timed(run);
  const { best: secondsExplicit } = timed(() => {
    const f = run();
    return [f.monomials, f.numerators];
  });
  return {
    case: given.name,
    system: 'isserlis',
    seconds,
    secondsExplicit,
    first,
    terms: result.length,
    value: `${valueAtIntegers(result)}`,
  };
}

function networkRun([inputs, ...widths]: readonly number[]): () => Polynomial {
  const layers = widths.flatMap((outputs, k) => [
    dense({ outputs, symbolic: true }),
    ...(k < widths.length - 1 ? [square()] : []),
  ]);
  const net = network({ inputs: inputs!, layers });
  return () => expand(net).output();
}

/** Runs are counted together until they take this long, since the clock of processor time may tick slowly. */
const SHORTEST_BATCH = 0.02;
const SPENT = 0.7;

function timed<T>(run: () => T): { readonly best: number; readonly first: number; readonly result: T } {
  const now = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1e6;
  };
  const start = now();
  let result = run();
  const first = now() - start;
  let best = Infinity;
  for (let batches = 0; now() - start < SPENT || batches < 3; batches++) {
    const from = now();
    let runs = 0;
    let taken = 0;
    while (taken < SHORTEST_BATCH) {
      result = run();
      runs++;
      taken = now() - from;
    }
    best = Math.min(best, taken / runs);
  }
  return { best, first, result };
}

function valueAtIntegers(f: Polynomial): bigint {
  let sum = 0n;
  f.numerators.forEach((numerator, t) => {
    let product = numerator % PRIME;
    for (let i = f.monomials.starts[t]!; i < f.monomials.starts[t + 1]!; i++) {
      let base = BigInt(f.monomials.variables[i]! + 2);
      for (let e = f.monomials.exponents[i]!; e > 0; e >>= 1) {
        if (e % 2 === 1) product = (product * base) % PRIME;
        base = (base * base) % PRIME;
      }
    }
    sum += product;
  });
  return ((sum % PRIME) + PRIME) % PRIME;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const cases = multiplicationCases();
  const [option, file] = process.argv.slice(2);
  if (option === '--write' && file !== undefined) writeFileSync(file, JSON.stringify(multiplicationCasesToJson(cases)));
  else if (option === undefined) for (const given of cases) console.log(JSON.stringify(measureMultiplication(given)));
  else {
    console.error('usage: node bench/multiplication.ts [--write FILE]');
    process.exitCode = 2;
  }
}
