/** Laws of the variance of deep networks. */
import fc from 'fast-check';
import { formatRational, rational } from '../../base/rational.ts';
import { valueAtRoot } from '../../symbolic/algebraic/algebraic-number.ts';
import { doubleFactorial } from '../../symbolic/combinatorics.ts';
import { escapeThreshold } from '../../symbolic/propagation/escape.ts';
import { signalMaps } from '../../symbolic/propagation/signal-maps.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import { expectLaw, type LawParameters } from './law.ts';

/** For σ = x^p, p ≥ 2, without biases the variance escapes beyond K with σ_w² (2p−1)!! K^(p−1) = 1, exactly. */
export function powersEscapeBeyondThreshold(parameters: LawParameters = {}): void {
  const positive = fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
    .map(([a, b]) => rational(BigInt(a), BigInt(b)));
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 6 }), positive, (p, variance) => {
      const activation = [...new Array<number>(p).fill(0), 1];
      const { kind, threshold } = escapeThreshold(signalMaps(activation, { weightVariance: variance }));
      const factor = QQ.mul(variance, rational(doubleFactorial(2 * p - 1)));
      const equation = [rational(-1n), ...new Array(p - 2).fill(QQ.zero), factor];
      expectLaw(
        kind === 'beyond' && threshold!.sign() > 0 && valueAtRoot(threshold!, equation).sign() === 0,
        'the threshold solves σ_w² (2p−1)!! K^(p−1) = 1',
        () => `${kind} ${threshold} for x^${p}, σ_w² = ${formatRational(variance)}`,
      );
    }),
    parameters,
  );
}
