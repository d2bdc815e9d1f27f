import fc from 'fast-check';
import { key } from '../../base/philox.ts';
import { type Network, trace } from '../../network/network.ts';
import { expand } from '../../symbolic/expand.ts';
import { indeterminateEntries, unknownsOf } from '../../symbolic/indeterminates.ts';
import { interpret } from '../../symbolic/interpret.ts';
import { gradient } from '../../symbolic/operations/calculus.ts';
import { RandomIntegers, randomPrime } from '../../symbolic/random-prime.ts';
import { dualNumbers } from '../../symbolic/rings/dual-numbers.ts';
import { primeField } from '../../symbolic/rings/prime-field.ts';
import { evaluateModulo } from '../../symbolic/verify.ts';
import { readable } from '../arbitraries/readable.ts';
import { expectLaw, type LawParameters } from './law.ts';

/** Denominators of weights are far below: none is divisible by such a prime but with negligible probability. */
const PRIME_BITS = 96;

/**
 * f(x + v ε) = f(x) + ε Σ_i v_i ∂f/∂x_i(x): the formal gradient of the expansion, modulo a random prime and at a random
 * point x and direction v, is the ε-part of the network evaluated over dual numbers over F_p.
 */
export function derivativeIsFiniteFieldDerivative(
  networks: fc.Arbitrary<Network>,
  parameters: LawParameters = {},
): void {
  fc.assert(
    fc.property(networks.map(readable), fc.nat(), (net, seed) => {
      const random = new RandomIntegers(key(seed, 'derivative'));
      const field = primeField(randomPrime(random, PRIME_BITS));
      const dual = dualNumbers(field);
      const program = trace(net);
      const unknowns = unknownsOf(program);
      const draw = (): bigint => random.below(field.characteristic);
      const point = unknowns.variables.map(draw);
      const direction = unknowns.variables.map(draw);
      const forward = interpret(
        program,
        dual,
        indeterminateEntries(unknowns, dual, (i) => ({ value: point[i]!, derivative: direction[i]! })),
      );
      expand(net).outputs.forEach(({ name, polynomial }, k) => {
        const along = gradient(polynomial).reduce(
          (sum, partial, i) => field.add(sum, field.mul(direction[i]!, evaluateModulo(partial, field, point))),
          field.zero,
        );
        expectLaw(
          along === forward[k]!.derivative,
          'formal derivative = derivative over dual numbers',
          () =>
            `modulo ${field.characteristic} at ${point} along ${direction} that of ${name} is ${along}, the network's ${forward[k]!.derivative}`,
        );
      });
    }),
    parameters,
  );
}
