import { InputError } from '../../base/errors.ts';
import { parseRational, rational } from '../../base/rational.ts';
import { valueAtRoot } from '../../symbolic/algebraic/algebraic-number.ts';
import { doubleFactorial } from '../../symbolic/combinatorics.ts';
import { escapeWeightVariance } from '../../symbolic/propagation/critical.ts';
import { escapeThreshold } from '../../symbolic/propagation/escape.ts';
import { signalMaps } from '../../symbolic/propagation/signal-maps.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import { activationFromText } from '../../symbolic/width/read-activation.ts';
import { type CheckedRow, checkedFinding } from '../checked-table.ts';
import type { TheoryClaim } from '../claim.ts';

type Parameters = {
  /** Powers p of the activation x^p. */
  readonly powers: readonly number[];
  readonly weightVariances: readonly string[];
  /** σ_w² beyond which every K > 0 escapes, in closed form as it is printed. */
  readonly always: readonly { readonly activation: string; readonly weightVariance: string }[];
};

export const claim: TheoryClaim<Parameters> = {
  id: 'escape-thresholds',
  about: 'theory',
  title: 'Where the variance of a deep polynomial network runs away',
  statement:
    'For σ = x^p, p ≥ 2, without biases the variance K ← σ_w² (2p−1)!! K^p escapes to infinity exactly beyond K = (σ_w² (2p−1)!!)^(−1/(p−1)): 1/(3σ_w²) for x², (15σ_w²)^(−1/2) for x³. For the other activations every K > 0 escapes beyond the σ_w² given.',
  source: 'The map of variances, Poole et al., arXiv:1606.05340, for a polynomial activation',
  tier: 'proved',
  defaults: {
    powers: [2, 3, 4, 5],
    weightVariances: ['1/2', '1', '2'],
    always: [
      { activation: 'He2', weightVariance: '(1 + √3)/4' },
      { activation: 'x + x^2/2', weightVariance: '1' },
    ],
  },
  quick: { powers: [2, 3] },
  check({ powers, weightVariances, always }) {
    const rows = powers.flatMap((p) => {
      if (!Number.isSafeInteger(p) || p < 2 || p > 12)
        throw new InputError('powers', `expected integers from 2 to 12, got ${p}`);
      return weightVariances.map((text): CheckedRow => {
        const activation = [...new Array<number>(p).fill(0), 1];
        const { kind, threshold } = escapeThreshold(signalMaps(activation, { weightVariance: text }));
        // σ_w² (2p−1)!! K^(p−1) − 1 vanishes at the threshold, which is positive.
        const factor = QQ.mul(parseRational(text), rational(doubleFactorial(2 * p - 1)));
        const equation = [rational(-1n), ...new Array(p - 2).fill(QQ.zero), factor];
        const holds = kind === 'beyond' && threshold!.sign() > 0 && valueAtRoot(threshold!, equation).sign() === 0;
        return { cells: [`x^${p}`, text, `${threshold}`, threshold?.decimal(12) ?? ''], holds };
      });
    });
    const others = always.map(({ activation, weightVariance }): CheckedRow => {
      const { value } = escapeWeightVariance(activationFromText(activation));
      return { cells: [activation, `${value}`, weightVariance], holds: `${value}` === weightVariance };
    });
    return checkedFinding(
      [
        {
          name: 'thresholds',
          caption: 'The variance beyond which it escapes, exactly.',
          header: ['activation', 'weight variance', 'threshold', 'decimal'],
          alignment: 'llll',
          rows,
        },
        {
          name: 'always',
          caption: 'The weight variance beyond which every variance escapes, and the one given.',
          header: ['activation', 'weight variance', 'given'],
          alignment: 'lll',
          rows: others,
        },
      ],
      `All ${rows.length} thresholds solve σ_w² (2p−1)!! K^(p−1) = 1 exactly; every K > 0 escapes beyond ${others.map(({ cells }) => `${cells[1]} for ${cells[0]}`).join(', ')}.`,
    );
  },
};
