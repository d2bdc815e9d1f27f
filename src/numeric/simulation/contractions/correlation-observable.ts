/** Any correlation functions as what a simulation measures. */
import { InputError } from '../../../base/errors.ts';
import type { Observable } from '../observable.ts';
import type { ProbeLaw } from '../probes.ts';
import { probeLaws } from '../probes.ts';
import { Contractions } from './contract.ts';
import { type ContractedTensors, contractedText } from './contracted-tensors.ts';
import { planContraction } from './contraction-plan.ts';

/** Correlation functions to measure together in each draw: plain data. */
export interface CorrelationMeasurement {
  readonly correlations: readonly ContractedTensors[];
  /** Random vectors averaged in a draw for each index that is not contracted exactly; 1 unless given. */
  readonly probes?: number;
  /** `auto` unless given: signs where a weight is drawn whole, Gaussians where only products with it are. */
  readonly probeLaw?: ProbeLaw;
}

const MOST_PROBES = 10_000;

/** Throws {@link InputError} on what cannot be measured. */
export function correlationObservable({
  correlations,
  probes = 1,
  probeLaw = 'auto',
}: CorrelationMeasurement): Observable {
  if (correlations.length === 0) throw new InputError('correlations', 'expected at least one correlation function');
  if (!Number.isSafeInteger(probes) || probes < 1 || probes > MOST_PROBES)
    throw new InputError('probes', `expected an integer from 1 to ${MOST_PROBES}, got ${probes}`);
  if (!probeLaws.includes(probeLaw))
    throw new InputError('probe law', `expected ${probeLaws.join(', ')}, got '${probeLaw}'`);
  const plans = correlations.map((correlation) => planContraction(correlation));
  return {
    name: 'correlation functions',
    summary: correlations.map(contractedText).join('; '),
    outputsOnly: false,
    leastInputs: correlations.reduce(
      (most, { tensors }) => tensors.reduce((least, { input }) => Math.max(least, input), most),
      1,
    ),
    statistics: () =>
      plans.map(({ sampled, explanation }, quantity) => ({
        name: `E ${contractedText(correlations[quantity]!)}`,
        quantity,
        kind: 'mean' as const,
        explanation:
          sampled.length === 0 ? explanation : `${explanation}; ${probes} ${probes === 1 ? 'probe' : 'probes'} a draw`,
      })),
    measure(network) {
      const contractions = new Contractions(network, (number) => network.probe(number, probeLaw));
      return plans.map((plan) => contractions.value(plan, probes));
    },
  };
}
