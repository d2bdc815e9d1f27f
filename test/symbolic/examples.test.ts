/** The trained networks that the package ships: expansions against FLINT's, values against the training code's. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Network, readNetwork, trace } from 'isserlis/network';
import { describe, expect, test } from 'vitest';
import { exactValue } from '../../src/base/coefficient.ts';
import { absolute, formatRational, type Rational, rational, rationalFromNumber } from '../../src/base/rational.ts';
import { expand } from '../../src/symbolic/expand.ts';
import { interpret } from '../../src/symbolic/interpret.ts';
import { evaluate, evaluateFloat } from '../../src/symbolic/operations/evaluate.ts';
import type { PolynomialMap } from '../../src/symbolic/polynomial-map.ts';
import type { Ring } from '../../src/symbolic/ring.ts';
import { QQ } from '../../src/symbolic/rings/rationals.ts';
import { verify } from '../../src/symbolic/verify.ts';
import { golden } from '../golden/read.ts';

interface Trained {
  readonly name: string;
  readonly outputs: readonly { readonly terms: number; readonly first: string; readonly sha256: string }[];
}

const folder = join(import.meta.dirname, '../../examples/networks');
const heldOut = (name: string): { inputs: number[][]; outputs: number[][] } =>
  JSON.parse(readFileSync(join(folder, name, 'held-out.json'), 'utf8'));

const loaded = new Map<string, Promise<{ net: Network; map: PolynomialMap }>>();
const load = (name: string): Promise<{ net: Network; map: PolynomialMap }> => {
  if (!loaded.has(name))
    loaded.set(
      name,
      readNetwork(join(folder, name)).then((net) => ({ net, map: expand(net) })),
    );
  return loaded.get(name)!;
};

const cases = golden<Trained[]>('trained.json');

test('are four', () => {
  expect(cases.map(({ name }) => name)).toEqual([
    'diabetes-hermite',
    'digits-quadratic',
    'iris-cubic',
    'wine-quadratic',
  ]);
});

describe.each(cases)('$name', ({ name, outputs }) => {
  test('has the polynomials that FLINT finds, every term, in order', async () => {
    const { map } = await load(name);
    const found = map.outputs.map(({ polynomial: f }) => {
      const lines = [...f.terms()].map(
        ({ coefficient, factors }) =>
          `${formatRational(coefficient)} ${factors.map(([v, e]) => `${v}^${e}`).join(' ')}`,
      );
      return {
        terms: lines.length,
        first: lines[0],
        sha256: createHash('sha256').update(lines.join('\n')).digest('hex'),
      };
    });
    expect(found).toEqual(outputs);
  });

  test('is verified', async () => {
    const { net, map } = await load(name);
    expect(verify(net, map, { seed: 1, interpolationWork: 0 }).verdict).toBe('verified');
  });

  test('has the values of the training code on held-out rows, as far as doubles can tell', async () => {
    const { net, map } = await load(name);
    const { inputs, outputs: values } = heldOut(name);
    const roundings = roundingsOf(net);
    for (let row = 0; row < inputs.length; row += Math.ceil(inputs.length / ROWS)) {
      const x = inputs[row]!;
      const majorants = majorantsAt(net, x);
      map.outputs.forEach(({ polynomial: f }, k) => {
        const forward = gamma(roundings, majorants[k]!);
        const { value, error } = evaluateFloat(f, x);
        const [theirs, ours] = [rationalFromNumber(values[row]![k]!), rationalFromNumber(value)];
        expect(distance(ours, theirs), `row ${row}, output ${k}`).toSatisfy(
          atMost(QQ.add(rationalFromNumber(error), forward)),
        );
        if (row === 0) expect(distance(evaluate(f, x), theirs)).toSatisfy(atMost(forward));
      });
    }
  });
});

/** Rows of each network that are compared; all of them would take as long as the rest of the tests. */
const ROWS = 8;

/**
 * How many roundings lie between a network's input and its output when the training code runs it in doubles, at most: each
 * computed value is Σ (product of inputs and weights) Π (1 + δ_i) with so many |δ_i| ≤ u. A dense layer of n inputs adds n + 1
 * (a product, n − 1 sums in any order, the bias); a polynomial of degree d turns r into d r + 2 d, by Horner's rule as by powers.
 */
function roundingsOf(net: Network): number {
  const program = trace(net);
  const roundings: number[] = [];
  program.nodes.forEach((node, value) => {
    const before = 'arguments' in node ? Math.max(...node.arguments.map((argument) => roundings[argument]!)) : 0;
    const degree = node.operation === 'map' ? node.activation.coefficients!.length - 1 : 0;
    const terms = node.operation === 'einsum' ? program.nodes[node.arguments[0]!]!.shape[1]! : 1;
    roundings[value] = {
      input: 0,
      parameter: 0,
      constant: 0,
      linear: before + 1,
      einsum: before + terms,
      map: degree * before + 2 * degree,
    }[node.operation];
  });
  return roundings[program.output]!;
}

/** The network over absolute values: every weight, coefficient and input in place of which its absolute value stands. */
function majorantsAt(net: Network, x: readonly number[]): Rational[] {
  const magnitude = ({ numerator, denominator }: Rational): Rational => ({
    numerator: absolute(numerator),
    denominator,
  });
  const K: Ring<Rational> = { ...QQ, from: (c) => magnitude(exactValue(c)) };
  return interpret(trace(net), K, {
    inputs: x.map((c) => K.from(c)),
    parameter: ({ tensor }, index) => K.from(tensor!.data[index]!),
  });
}

/** γ_k · m with γ_k = k u/(1 − k u), u = 2^−53 (Higham, Accuracy and Stability of Numerical Algorithms, lemma 3.1). */
const gamma = (k: number, m: Rational): Rational => QQ.mul(rational(BigInt(k), 2n ** 53n - BigInt(k)), m);

const distance = (a: Rational, b: Rational): Rational => {
  const { numerator, denominator } = QQ.add(a, { ...b, numerator: -b.numerator });
  return { numerator: absolute(numerator), denominator };
};

const atMost =
  (bound: Rational) =>
  (q: Rational): boolean =>
    q.numerator * bound.denominator <= bound.numerator * q.denominator;

test('the bound is tight enough to see one wrong weight: the last bit of a 32-bit float', async () => {
  const { net, map } = await load('wine-quadratic');
  const { inputs } = heldOut('wine-quadratic');
  const x = inputs[0]!;
  const forward = gamma(roundingsOf(net), majorantsAt(net, x)[0]!);
  // 2^−24 of the largest value on the way is some 2^29 times u.
  const off = QQ.mul(rational(1n, 2n ** 24n), evaluate(map.output(), x));
  expect(atMost(forward)({ ...off, numerator: absolute(off.numerator) })).toBe(false);
});
