import fc from 'fast-check';
import { power, type Ring, sumOfProducts } from '../../symbolic/ring.ts';
import { expectLaw, type LawParameters } from './law.ts';

/**
 * A commutative semiring: sums and products associate and commute, products distribute over sums, 0 and 1 are neutral,
 * 0 absorbs; sums of products and powers are what they say. Asserted through fast-check for elements of an arbitrary.
 */
export function semiringLaws<T>(K: Ring<T>, elements: fc.Arbitrary<T>, parameters: LawParameters = {}): void {
  const equal = (left: T, right: T, law: string): void =>
    expectLaw(K.equal(left, right), `${K.name}: ${law}`, () => `${fc.stringify(left)} is not ${fc.stringify(right)}`);
  fc.assert(
    fc.property(elements, elements, elements, (a, b, c) => {
      equal(a, a, 'a = a');
      equal(K.add(a, b), K.add(b, a), 'a + b = b + a');
      equal(K.mul(a, b), K.mul(b, a), 'a b = b a');
      equal(K.add(K.add(a, b), c), K.add(a, K.add(b, c)), '(a + b) + c = a + (b + c)');
      equal(K.mul(K.mul(a, b), c), K.mul(a, K.mul(b, c)), '(a b) c = a (b c)');
      equal(K.mul(a, K.add(b, c)), K.add(K.mul(a, b), K.mul(a, c)), 'a (b + c) = a b + a c');
      equal(
        K.mul(K.add(a, b), K.add(a, b)),
        K.add(K.add(K.mul(a, a), K.mul(b, b)), K.add(K.mul(a, b), K.mul(b, a))),
        '(a + b)² = a² + b² + a b + b a',
      );
      equal(K.add(a, K.zero), a, 'a + 0 = a');
      equal(K.mul(a, K.one), a, 'a 1 = a');
      equal(K.mul(a, K.zero), K.zero, 'a 0 = 0');
      equal(sumOfProducts(K, [a, b, c], [b, c, c]), K.add(K.mul(a, b), K.add(K.mul(b, c), K.mul(c, c))), 'Σ a_k b_k');
      equal(power(K, a, 5), K.mul(K.mul(K.mul(a, a), K.mul(a, a)), a), 'a⁵ = a a a a a');
    }),
    parameters,
  );
}

/** A commutative ring with one: {@link semiringLaws}, and the integers' image in it, with −1 giving additive inverses. */
export function ringLaws<T>(K: Ring<T>, elements: fc.Arbitrary<T>, parameters: LawParameters = {}): void {
  semiringLaws(K, elements, parameters);
  const equal = (left: T, right: T, law: string): void =>
    expectLaw(K.equal(left, right), `${K.name}: ${law}`, () => `${fc.stringify(left)} is not ${fc.stringify(right)}`);
  const integer = fc.integer({ min: -(2 ** 20), max: 2 ** 20 });
  fc.assert(
    fc.property(elements, integer, integer, (a, m, n) => {
      equal(K.from(0), K.zero, 'from(0) = 0');
      equal(K.from(1), K.one, 'from(1) = 1');
      equal(K.from(m + n), K.add(K.from(m), K.from(n)), 'from(m + n) = from(m) + from(n)');
      equal(K.from(m * n), K.mul(K.from(m), K.from(n)), 'from(m n) = from(m) from(n)');
      equal(K.from(`${m}`), K.from(m), "from('m') = from(m)");
      equal(K.add(a, K.mul(K.from(-1), a)), K.zero, 'a + (−1) a = 0');
    }),
    parameters,
  );
}
