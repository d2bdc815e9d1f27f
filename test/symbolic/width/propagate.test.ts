import fc from 'fast-check';
import { finiteWidthMoment, gramMatrix, type MomentSpecification, wideNetwork } from 'isserlis/symbolic';
import { describe, expect, test } from 'vitest';
import { numberFromRational } from '../../../src/base/rational.ts';
import { primesUpTo } from '../../../src/symbolic/engine/modular.ts';
import { couplings, uncoupled } from '../../../src/symbolic/width/couplings.ts';
import { magnitudeArithmetic } from '../../../src/symbolic/width/magnitude-arithmetic.ts';
import { ExponentTable, pairCount } from '../../../src/symbolic/width/multigraphs.ts';
import { type Problem, prepare } from '../../../src/symbolic/width/problem.ts';
import { propagate } from '../../../src/symbolic/width/propagate.ts';
import { residueArithmetic } from '../../../src/symbolic/width/residue-arithmetic.ts';
import { isInterchangeable, Orbits, symmetriesOf } from '../../../src/symbolic/width/symmetry.ts';

const specifications: fc.Arbitrary<MomentSpecification> = fc.record({
  network: fc
    .array(fc.constantFrom('0', '1', '-1/2', '3'), { minLength: 1, maxLength: 3 })
    .chain((activation) =>
      fc
        .constantFrom('0', '1/3')
        .map((biasVariance) => wideNetwork({ depth: 2, activation, biasVariance, weightVariance: '3/2' })),
    ),
  inputs: fc.constantFrom([0, 0, 0, 0], [0, 1, 0, 1], [0, 0, 0, 1], [0, 0]),
  contractions: fc.array(fc.tuple(fc.nat(1), fc.nat(1)), { maxLength: 3 }),
  gram: fc.constantFrom(
    gramMatrix([
      [1, 1],
      [1, 1],
    ]),
    gramMatrix([
      [2, '-1/2'],
      ['-1/2', 1],
    ]),
    gramMatrix([
      ['K', 1],
      [1, 'K'],
    ]),
  ),
});

/** Powers of 1/n. */
const lengthOf = ({ edges }: Problem): number => 1 + edges.reduce((sum, count) => sum + Math.max(0, count - 1), 0);

/** The coefficients by exponents, modulo two primes. */
function residues(specification: MomentSpecification, withSymmetries: boolean): Map<string, readonly number[]> {
  const problem = prepare(specification);
  const length = lengthOf(problem);
  const primes = primesUpTo(2 ** 26 - 1, 2);
  const all = symmetriesOf(problem);
  const result = propagate({
    problem,
    coupled: residueArithmetic(primes, couplings(problem.pairs.map(({ order }) => order))),
    plain: residueArithmetic(primes, uncoupled),
    axes: new Map([['n', { stride: 1, length, total: length }]]),
    total: length,
    symmetries: withSymmetries ? all : all.slice(0, 1),
    progress: () => {},
  });
  return new Map(
    result.map(([exponents, sum]) => [
      exponents.join(),
      [...sum].map((x, i) => wrapped(x, primes[Math.floor(i / length)]!)),
    ]),
  );
}
const wrapped = (x: number, p: number): number => ((x % p) + p) % p;

describe('symmetries', () => {
  test('change no result', () => {
    fc.assert(
      fc.property(specifications, (specification) => {
        expect(residues(specification, true)).toEqual(residues(specification, false));
      }),
      { numRuns: 40 },
    );
  });

  test('are those of equal inputs and contractions, and a group', () => {
    const network = wideNetwork({ depth: 1, activation: [0, 0, 1] });
    const symmetries = (inputs: readonly number[], contractions: readonly (readonly [number, number])[]) =>
      symmetriesOf(
        prepare({
          network,
          inputs,
          contractions,
          gram: gramMatrix([
            [1, 0],
            [0, 1],
          ]),
        }),
      );
    expect(symmetries([0, 0, 0, 0], [])).toHaveLength(24);
    expect(symmetries([0, 0, 1, 1], [])).toHaveLength(8);
    expect(symmetries([0, 0, 0, 1], [])).toHaveLength(6);
    // Θ Θ: the pairs, and the factors of each.
    expect(
      symmetries(
        [0, 0, 0, 0],
        [
          [0, 1],
          [2, 3],
        ],
      ),
    ).toHaveLength(8);
    expect(
      symmetries(
        [0, 0, 0, 0],
        [
          [0, 1],
          [0, 1],
          [2, 3],
        ],
      ),
    ).toHaveLength(4);
    expect(
      symmetries(
        [0, 0, 0, 0],
        [
          [0, 1],
          [1, 2],
          [2, 3],
        ],
      ),
    ).toHaveLength(2);
    // Too many to list: those that fix the first ones.
    expect(symmetries(new Array<number>(8).fill(0), [])).toHaveLength(720);
  });

  test('leave one multigraph of each orbit', () => {
    const network = wideNetwork({ depth: 1, activation: [0, 1] });
    const problem = prepare({ network, inputs: [0, 0, 0, 0], contractions: [], gram: gramMatrix([[1]]) });
    const graphs = new ExponentTable(pairCount(4));
    const orbits = new Orbits(symmetriesOf(problem), graphs);
    const representatives = new Set<number>();
    // Single edges and loops: two orbits.
    for (let place = 0; place < pairCount(4); place++) {
      const graph = new Uint16Array(pairCount(4));
      graph[place] = 1;
      representatives.add(orbits.representative(graphs.number(graph)).graph);
    }
    expect(representatives.size).toBe(2);
    expect(isInterchangeable(problem)).toBe(true);
  });
});

describe('bounds', () => {
  test('are at least the coefficients', () => {
    fc.assert(
      fc.property(specifications, (specification) => {
        const problem = prepare(specification);
        const arithmetic = magnitudeArithmetic();
        const length = lengthOf(problem);
        const bounds = propagate({
          problem,
          coupled: arithmetic,
          plain: arithmetic,
          axes: new Map([['n', { stride: 1, length, total: length }]]),
          total: 1,
          symmetries: symmetriesOf(problem).slice(0, 1),
          progress: () => {},
        });
        const bound = Math.max(-Infinity, ...bounds.map(([, value]) => value[0]!));
        // Without the first layer's substitution of s² K + t², which comes after the bound.
        const numbers = specification.gram.every((row) => row.every((entry) => typeof entry === 'object'));
        fc.pre(numbers);
        for (const { coefficient } of finiteWidthMoment(specification).terms())
          expect(Math.log2(Math.abs(numberFromRational(coefficient)) / Number(problem.multiplicity))).toBeLessThan(
            bound + 1,
          );
      }),
      { numRuns: 40 },
    );
  });
});
