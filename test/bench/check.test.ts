import { describe, expect, it } from 'vitest';
import { networkOf, shapes } from '../../bench/expansion/cases.ts';
import { networkValue, PRIME, randomPoint, residue, variableCount } from '../../bench/expansion/check.ts';
import { parseNetwork } from '../../src/network/parse-network.ts';
import { expand } from '../../src/symbolic/expand.ts';
import { primeField } from '../../src/symbolic/rings/prime-field.ts';
import { evaluateModulo } from '../../src/symbolic/verify.ts';

const field = primeField(PRIME);
const small = shapes.filter(({ name }) => 'SAW'.includes(name));

describe('the check', () => {
  it('is by the ninth Mersenne prime', () => expect(PRIME).toBe(2305843009213693951n));

  it.each(small.flatMap((shape) => shape.variants.map((variant) => [shape, variant] as const)))(
    'gives the value of the expansion: $0.name $1',
    (shape, variant) => {
      const network = networkOf(shape, variant, 'check');
      const point = randomPoint(network, 'check');
      const polynomial = expand(parseNetwork(network)).outputs[0]!.polynomial;
      expect(polynomial.variables).toHaveLength(variableCount(network));
      expect(networkValue(network, point)).toBe(evaluateModulo(polynomial, field, point));
      // A point of which one coordinate differs has another value, so the check can fail.
      expect(networkValue(network, [(point[0]! + 1n) % PRIME, ...point.slice(1)])).not.toBe(
        networkValue(network, point),
      );
    },
  );

  it('works out one neuron by hand: 3 (2x − 1/2)² + 1/4 at x = 5 is 271', () => {
    const layers = [
      { type: 'dense', weight: [['2']], bias: [-0.5] },
      { type: 'polynomial', coefficients: ['0', '0', '1'] },
      { type: 'dense', weight: [['3']], bias: ['0.25'] },
    ] as const;
    expect(networkValue({ name: 'one', inputs: 1, layers }, [5n])).toBe(271n);
  });

  it('takes doubles, decimals and fractions to the same residues', () => {
    expect(residue(0.375)).toBe(residue('3/8'));
    expect(residue('0.375')).toBe(residue('3/8'));
    expect(residue('-1.5')).toBe(residue(-1.5));
    expect((residue('3/8') * 8n) % PRIME).toBe(3n);
    expect(residue(0.1)).not.toBe(residue('0.1'));
    expect(residue(5e-324)).toBe(residue(`1/${2n ** 1074n}`));
  });
});
