import fc from 'fast-check';
import { dense, network, polynomial, relu, square } from 'isserlis/network';
import { expand, interpret, type Polynomial, PolynomialMap, parsePolynomial, unknownsOf } from 'isserlis/symbolic';
import { networks } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { trace } from '../../src/network/network.ts';
import { readNetwork } from '../../src/network/read-network.ts';
import { indeterminateEntries } from '../../src/symbolic/indeterminates.ts';
import { factorsOf } from '../../src/symbolic/monomials.ts';
import { canonical } from '../../src/symbolic/polynomial.ts';
import { primesBelow, prove } from '../../src/symbolic/prove.ts';
import { primeField } from '../../src/symbolic/rings/prime-field.ts';
import { evaluateModulo } from '../../src/symbolic/verify.ts';

const iris = () => readNetwork(new URL('../../examples/networks/iris-cubic', import.meta.url).pathname);

/** f with its numerators changed. */
const changed = (f: Polynomial, change: (numerator: bigint, t: number) => bigint): Polynomial =>
  canonical(
    f.variables,
    f.numerators.map((numerator, t) => ({ factors: factorsOf(f.monomials, t), numerator: change(numerator, t) })),
    f.denominator,
  );

const withFirst = ({ variables, outputs }: PolynomialMap, first: Polynomial): PolynomialMap =>
  new PolynomialMap(variables, [{ name: outputs[0]!.name, polynomial: first }, ...outputs.slice(1)]);

describe('a proof', () => {
  test('is found for the expansion of every network', () => {
    fc.assert(
      fc.property(networks({ maximumDegree: 5 }), (net) => {
        expect(prove(net, expand(net, { engine: 'plain' }))?.verdict).toBe('proved');
      }),
      { numRuns: 60 },
    );
  });

  test('uses primes whose product exceeds the bound, and all points of the lattice', async () => {
    const net = await iris();
    const proof = prove(net, expand(net))!;
    expect(proof).toMatchObject({ verdict: 'proved', degree: 9, variables: 4, points: 715, unchecked: [] });
    expect(new Set(proof.primes).size).toBe(proof.primes.length);
    expect(proof.primes.every((p) => p < 2 ** 26 && p > 2 ** 25)).toBe(true);
  });

  test('refutes a coefficient that is right modulo all primes but the last', async () => {
    const net = await iris();
    const map = expand(net);
    const { primes } = prove(net, map)!;
    const product = primes.slice(0, -1).reduce((all, p) => all * BigInt(p), 1n);
    const wrong = changed(map.output(), (numerator, t) => (t === 17 ? numerator + product : numerator));
    const proof = prove(net, withFirst(map, wrong))!;
    expect(proof.verdict).toBe('refuted');
    expect(proof.outputs.map(({ verdict }) => verdict)).toEqual(['refuted', 'proved', 'proved']);
    expect(proof.outputs[0]!.witness!.prime).toBe(`${primes.at(-1)}`);
  });

  test('refutes with a witness that anyone can repeat', async () => {
    const net = await iris();
    const map = expand(net);
    const wrong = changed(map.output(), (numerator, t) => (t === 0 ? -numerator : numerator));
    const { witness } = prove(net, withFirst(map, wrong))!.outputs[0]!;
    const field = primeField(BigInt(witness!.prime));
    const point = witness!.point.map(BigInt);
    const program = trace(net);
    const [network] = interpret(program, field, {
      ...indeterminateEntries(unknownsOf(program), field, (i) => point[i]!),
    });
    expect(`${network}`).toBe(witness!.network);
    expect(`${evaluateModulo(wrong, field, point)}`).toBe(witness!.polynomial);
    expect(witness!.network).not.toBe(witness!.polynomial);
  });

  test('refutes a missing term, a term of another variable and a term of a higher degree', () => {
    const net = network({ inputs: 3, layers: [dense({ weight: [[1, 2, 0]] }), square()] });
    const verdict = (text: string): string | undefined => prove(net, parsePolynomial(text, net.inputs))?.verdict;
    expect(verdict('x1^2 + 4*x1*x2 + 4*x2^2')).toBe('proved');
    expect(verdict('x1^2 + 4*x1*x2')).toBe('refuted');
    expect(verdict('x1^2 + 4*x1*x2 + 4*x2^2 + x3')).toBe('refuted');
    expect(verdict('x1^2 + 4*x1*x2 + 4*x2^2 + x1^7')).toBe('refuted');
    expect(verdict('x1^2 + 4*x1*x2 + 4*x2^2 + 1/1000000007')).toBe('refuted');
    expect(verdict('0')).toBe('refuted');
  });

  test('takes a polynomial that vanishes at every lattice point of a smaller simplex for what it is', () => {
    // x(x − 1)(x − 2) is 0 at 0, 1, 2, so a lattice of degree 2 would not do.
    const zero = network({ inputs: 1, layers: [polynomial([0])] });
    expect(prove(zero, parsePolynomial('x1^3 - 3*x1^2 + 2*x1', ['x1']))?.verdict).toBe('refuted');
    expect(prove(zero, parsePolynomial('0', ['x1']))?.verdict).toBe('proved');
  });

  test('passes over primes that divide a denominator', () => {
    const [first, second] = primesBelow(2 ** 26);
    const net = network({ inputs: 1, layers: [dense({ weight: [[`1/${first}`]] }), square()] });
    const proof = prove(net, expand(net))!;
    expect(proof.verdict).toBe('proved');
    expect(proof.primes).not.toContain(first);
    expect(proof.primes[0]).toBe(second);
  });

  test('covers symbolic weights', () => {
    const net = network({ inputs: 2, layers: [dense({ outputs: 2, symbolic: true, bias: true }), square()] });
    const map = expand(net);
    expect(prove(net, map)).toMatchObject({ verdict: 'proved', variables: 8 });
    expect(
      prove(
        net,
        withFirst(
          map,
          changed(map.output(), (n) => 2n * n),
        ),
      )?.verdict,
    ).toBe('refuted');
  });

  test('is declined where it would take too much work, and says which outputs it did not check', async () => {
    const net = await iris();
    const map = expand(net);
    expect(prove(net, map, { maximumWork: 1000 })).toBeUndefined();
    const one = new PolynomialMap(map.variables, [map.outputs[1]!]);
    expect(prove(net, one)).toMatchObject({ verdict: 'proved', unchecked: ['y1', 'y3'] });
  });

  test('is refused for other variables, outputs and activations', async () => {
    const net = await iris();
    const map = expand(net);
    expect(() => prove(net, parsePolynomial('a + b'))).toThrow('polynomial: variables');
    expect(() => prove(net, new PolynomialMap(map.variables, [{ ...map.outputs[0]!, name: 'z' }]))).toThrow(
      'there is no output',
    );
    expect(() => prove(net, new PolynomialMap(map.variables, [map.outputs[0]!, map.outputs[0]!]))).toThrow('twice');
    const other = network({ inputs: 1, layers: [relu()] });
    expect(() => prove(other, parsePolynomial('x1', ['x1']))).toThrow("'relu' is not a polynomial");
  });
});

test('primes are those below the bound, falling', () => {
  expect([...primesBelow(50)]).toEqual([47, 43, 41, 37, 31, 29, 23, 19, 17, 13, 11, 7, 5, 3]);
  expect([...primesBelow(48)].at(0)).toBe(47);
  expect([...primesBelow(47)].at(0)).toBe(43);
});
