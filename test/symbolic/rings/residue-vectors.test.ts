import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Residues, remainder, residueVectors } from '../../../src/symbolic/rings/residue-vectors.ts';
import { ringLaws } from '../../../src/testing/laws/ring-laws.ts';

const p = 67_108_859;
const residues = fc.oneof(fc.integer({ min: 0, max: p - 1 }), fc.constantFrom(0, 1, p - 1));
const vectors: fc.Arbitrary<Residues> = fc.oneof(
  residues,
  fc.array(residues, { minLength: 4, maxLength: 4 }).map((entries) => Float64Array.from(entries)),
);

test('remainders are those of integers', () => {
  fc.assert(
    fc.property(residues, residues, (a, b) => {
      expect(BigInt(remainder(a * b, p, 1 / p))).toBe((BigInt(a) * BigInt(b)) % BigInt(p));
    }),
  );
});

test('vectors of residues are a ring', () => {
  ringLaws(residueVectors(p, 4), vectors);
});

test('sums of products are those of the plain operations', () => {
  const K = residueVectors(p, 4);
  fc.assert(
    fc.property(fc.array(fc.tuple(vectors, vectors), { maxLength: 8 }), (pairs) => {
      const plain = pairs.reduce<Residues>((sum, [a, b]) => K.add(sum, K.mul(a, b)), K.zero);
      const quick = K.sumOfProducts!(
        pairs.map(([a]) => a),
        pairs.map(([, b]) => b),
      );
      expect(K.equal(quick, plain)).toBe(true);
    }),
  );
});

test('fractions are quotients, and a prime that divides a denominator is refused', () => {
  const K = residueVectors(101, 2);
  expect(K.mul(K.from('1/3'), 3)).toBe(1);
  expect(K.from(-0.5)).toBe(50);
  expect(() => K.from('1/202')).toThrow('the prime divides its denominator');
  expect(() => residueVectors(2 ** 26 + 15, 1)).toThrow('below 2^26');
});
