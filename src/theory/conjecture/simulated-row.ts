/** Rows with a fitted exponent, which never decide anything. */
import { exponentText } from '../correlation-functions/exponent-text.ts';
import {
  type CorrelationSimulationOptions,
  simulateCorrelations,
} from '../correlation-functions/simulate-correlations.ts';
import { activationLayer } from '../correlation-functions/simulated-network.ts';
import type { Bound } from './bound.ts';
import { type ConjectureRow, commonPart, type RowSubject } from './row.ts';
import type { RowSimulation } from './row-simulation.ts';

export type RowSimulationOptions = Omit<
  CorrelationSimulationOptions,
  'gram' | 'finished' | 'onDraw' | 'signal' | 'progress'
>;

const completed = ({
  widths,
  draws,
  seed = 0,
  probes = 1,
  level = 0.95,
}: RowSimulationOptions): Pick<RowSimulation, 'widths' | 'draws' | 'seed' | 'probes' | 'level'> => ({
  widths: [...widths],
  draws,
  seed,
  probes,
  level,
});

/** Whether the row has been simulated with these options. */
export function isSimulated({ simulation }: Pick<ConjectureRow, 'simulation'>, options: RowSimulationOptions): boolean {
  if (simulation === null) return false;
  const { widths, draws, seed, probes, level } = simulation;
  return JSON.stringify({ widths, draws, seed, probes, level }) === JSON.stringify(completed(options));
}

/** The row of a network without exact means: `tested`, whatever the fit says. */
export const testedRow = (subject: RowSubject, bound: Bound): ConjectureRow => ({
  ...commonPart(subject, bound),
  exact: null,
  verdict: 'tested',
  distance: null,
  leading: null,
  crossover: null,
  note: 'no polynomial: there is no exact mean, and a fit decides nothing',
});

/** The row with what draws of the network gave, all inputs being equal and of norm 1; its verdict stays. */
export async function withSimulation(
  row: ConjectureRow,
  { activation, depth, correlation }: RowSubject,
  options: RowSimulationOptions,
  run: Pick<CorrelationSimulationOptions, 'signal' | 'progress'> = {},
): Promise<ConjectureRow> {
  const layer = activationLayer(activation);
  const activations = Array.from({ length: depth }, () => layer);
  const [simulated] = await simulateCorrelations([correlation], { activations }, { ...options, ...run });
  const { method, byWidth, exponent } = simulated!;
  const simulation: RowSimulation = {
    ...completed(options),
    method,
    byWidth: byWidth.map(({ width, estimate: { value, lower, upper, heavyTailed } }) => ({
      width,
      value,
      lower,
      upper,
      heavyTailed,
    })),
    exponent: exponent === null ? null : { value: exponent.value, lower: exponent.lower, upper: exponent.upper },
  };
  return { ...row, simulation, simulated: simulatedText(simulation) };
}

/** `−0.98 [−1.05, −0.91]`, or the interval of the mean at the largest width; `!` where a few draws carry the spread. */
export function simulatedText({ exponent, byWidth }: RowSimulation): string {
  const heavy = byWidth.some(({ heavyTailed }) => heavyTailed) ? ' !' : '';
  if (exponent !== null) return `${exponentText(exponent)}${heavy}`;
  const last = byWidth.reduce((widest, one) => (one.width > widest.width ? one : widest));
  const digits = (x: number): string => `${Number(x.toPrecision(2))}`;
  const interval = last.lower === last.upper ? digits(last.value) : `[${digits(last.lower)}, ${digits(last.upper)}]`;
  return `no fit: mean ${interval} at n = ${last.width}${heavy}`;
}
