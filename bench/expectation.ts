/**
 * Exact averages of polynomials under correlated Gaussians: seconds of processor time, the best of several runs, with the
 * result to compare by.
 *
 *     node bench/expectation.ts                 one line of JSON a case
 *     node bench/expectation.ts --write FILE    the cases, for bench/peers/expectation.py
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { key, uniform } from '../src/base/philox.ts';
import { formatRational, rational } from '../src/base/rational.ts';
import { expectation } from '../src/symbolic/expectation.ts';
import { gaussian } from '../src/symbolic/measures/gaussian.ts';
import type { Factor } from '../src/symbolic/monomials.ts';
import { type Polynomial, polynomialFromTerms } from '../src/symbolic/polynomial.ts';

export interface ExpectationCase {
  readonly name: string;
  readonly polynomial: Polynomial;
  readonly covariance: readonly (readonly string[])[];
  readonly mean?: readonly string[];
}

interface Shape {
  readonly variables: number;
  readonly degree: number;
  readonly terms: number;
  readonly mean?: true;
  /** Every correlation is this symbol. */
  readonly symbol?: string;
}

const shapes: readonly Shape[] = [
  { variables: 4, degree: 4, terms: 50 },
  { variables: 4, degree: 8, terms: 300 },
  { variables: 6, degree: 8, terms: 1000, mean: true },
  { variables: 4, degree: 6, terms: 150, symbol: 'r' },
  { variables: 8, degree: 12, terms: 5000 },
];

/** `terms` distinct monomials of the given degree with every variable as likely, and a covariance A Aᵀ/7; another seed, other ones. */
function drawn({ variables, degree, terms, mean, symbol }: Shape, seed: number): ExpectationCase {
  const source = key(seed, `expectation ${variables} ${degree} ${terms}`);
  let count = 0;
  const integer = (low: number, high: number): number => low + Math.floor(uniform(source, count++) * (high - low + 1));
  const found = new Map<string, readonly Factor[]>();
  while (found.size < terms) {
    const exponents = new Array<number>(variables).fill(0);
    // Nearly always of full degree; some draws fall away.
    for (let k = 0; k < degree; k++) {
      const v = integer(0, 8 * variables);
      if (v < 8 * variables) exponents[v % variables]!++;
    }
    const factors = exponents.flatMap((e, v): Factor[] => (e > 0 ? [[v, e]] : []));
    found.set(factors.join(';'), factors);
  }
  const A = Array.from({ length: variables }, () => Array.from({ length: variables }, () => integer(-3, 3)));
  const names = Array.from({ length: variables }, (_, i) => `x${i + 1}`);
  return {
    name: `${variables} variables, degree ${degree}, ${terms} terms${mean === true ? ', with a mean' : ''}${symbol === undefined ? '' : ', a symbolic correlation'}`,
    polynomial: polynomialFromTerms(
      names,
      [...found.values()].map((factors) => ({
        coefficient: rational(BigInt(integer(-999, 999) * 2 + 1), BigInt(integer(1, 12))),
        factors,
      })),
    ),
    covariance: A.map((u, i) =>
      A.map((v, j) =>
        symbol === undefined ? `${u.reduce((sum, a, k) => sum + a * v[k]!, 0)}/7` : i === j ? '1' : symbol,
      ),
    ),
    ...(mean === true ? { mean: names.map((_, i) => `${i + 1}/3`) } : {}),
  };
}

export const expectationCases = (seed = 1): readonly ExpectationCase[] => shapes.map((shape) => drawn(shape, seed));

const toJson = ({ name, polynomial, covariance, mean }: ExpectationCase): unknown => ({
  name,
  terms: [...polynomial.terms()].map(({ coefficient, factors }) => [formatRational(coefficient), factors]),
  covariance,
  mean: mean ?? covariance.map(() => '0'),
});

/** Runs are counted together until they take this long, since the processor's clock ticks. */
const SHORTEST_BATCH = 0.05;
const SPENT = 0.7;

/** From the polynomial and the entries of the covariance in memory to the result; the check of the covariance is part of it. */
function measure({ name, polynomial, covariance, mean }: ExpectationCase): unknown {
  const now = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1e6;
  };
  const run = (): Polynomial =>
    expectation(polynomial, gaussian({ covariance, ...(mean === undefined ? {} : { mean }) }));
  const begin = now();
  let result = run();
  const first = now() - begin;
  let best = first;
  for (let batches = 0; now() - begin < SPENT || batches < 3; batches++) {
    const from = now();
    let [runs, taken] = [0, 0];
    for (; taken < SHORTEST_BATCH; taken = now() - from) {
      result = run();
      runs++;
    }
    best = Math.min(best, taken / runs);
  }
  return { case: name, system: 'isserlis', seconds: best, first, value: `${result}` };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [option, file] = process.argv.slice(2);
  if (option === '--write' && file !== undefined) writeFileSync(file, JSON.stringify(expectationCases().map(toJson)));
  else if (option === undefined) for (const given of expectationCases()) console.log(JSON.stringify(measure(given)));
  else {
    console.error('usage: node bench/expectation.ts [--write FILE]');
    process.exitCode = 2;
  }
}
