/** The bound on correlation functions tested for a family of networks and all correlation functions within limits. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import { formatRational } from '../../base/rational.ts';
import { activationFromText } from '../../symbolic/width/read-activation.ts';
import { wideNetwork } from '../../symbolic/width/wide-network.ts';
import type { CorrelationFunction } from '../correlation-functions/correlation-function.ts';
import { enumerateCorrelationFunctions } from '../correlation-functions/enumerate.ts';
import type { MeanOptions } from '../correlation-functions/mean.ts';
import { correlationText } from '../correlation-functions/print.ts';
import { isNamedActivation } from '../correlation-functions/simulated-network.ts';
import { boundFromText, CLUSTER_BOUND } from './bound.ts';
import { type ConjectureRow, conjectureRow, type RowSubject, type RowVerdict } from './row.ts';
import { isSimulated, type RowSimulationOptions, testedRow, withSimulation } from './simulated-row.ts';

export interface ConjectureOptions {
  /** Polynomials in x, such as `'x + x^2/2'`, or `'He3'`; with `simulation` also relu, tanh, …, which have no exact means. */
  readonly activations: readonly string[];
  /** Numbers of hidden layers. */
  readonly depths: readonly number[];
  /** Correlation functions of at most so many tensors. */
  readonly tensors?: number;
  /** These correlation functions in place of all of so many tensors. */
  readonly functions?: readonly CorrelationFunction[];
  /** The highest derivative of a tensor. Default 3. */
  readonly derivatives?: number;
  /** Default {@link CLUSTER_BOUND}; see `boundFromText`. */
  readonly bound?: string;
  /** Rows known already, which are not computed again. */
  readonly earlier?: readonly ConjectureRow[];
  /** Called with each row that was computed, in order; awaited. */
  readonly keep?: (row: ConjectureRow) => Promise<void> | void;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
  /** A limit for each mean; see `MomentOptions`. */
  readonly maximumProducts?: number;
  /** Draws at several widths beside every row. */
  readonly simulation?: RowSimulationOptions;
}

export interface ConjectureResult {
  readonly bound: string;
  readonly rows: readonly ConjectureRow[];
  readonly counts: Readonly<Record<RowVerdict, number>>;
  /** The rows that refute the bound. */
  readonly counterexamples: readonly ConjectureRow[];
}

/**
 * For each activation, depth and correlation function: the bound, the exact exponent, how far apart they are, the leading
 * coefficient and n*. All inputs are equal and of norm 1, all weights N(0, 1), all hidden widths n, no biases. Means over
 * the limit on work are undecided, and neither count for the bound nor against it. With `simulation` each row has a fitted
 * exponent too, which is never more than tested: no fit makes a counterexample.
 * Throws {@link InputError} on bad options before it starts, and what the signal holds when it is aborted.
 */
export async function testConjecture(options: ConjectureOptions): Promise<ConjectureResult> {
  const bound = boundFromText(options.bound ?? CLUSTER_BOUND);
  const subjects = conjectureSubjects(options);
  const progress = options.progress ?? silent;
  const limits: MeanOptions = options.maximumProducts === undefined ? {} : { maximumProducts: options.maximumProducts };
  const before = new Map((options.earlier ?? []).map((row) => [nameOf(row), row]));
  const { simulation } = options;
  const rows: ConjectureRow[] = [];
  for (const subject of subjects) {
    const { activation, depth } = subject;
    const correlation = correlationText(subject.correlation);
    const boundText = formatRational(bound.exponent(subject.correlation));
    progress(rows.length, subjects.length, `${activation}, depth ${depth}: ${correlation}`);
    const earlier = before.get(nameOf({ activation, depth, correlation, bound: boundText }));
    const known = earlier !== undefined && earlier.verdict !== 'undecided';
    if (known && (simulation === undefined || isSimulated(earlier, simulation))) {
      rows.push(earlier);
      continue;
    }
    // Lets signals and timers in between two means.
    await new Promise((resolve) => setTimeout(resolve));
    options.signal?.throwIfAborted();
    const exact = known
      ? earlier
      : subject.network === undefined
        ? testedRow(subject, bound)
        : conjectureRow(subject, bound, limits);
    const row =
      simulation === undefined || isSimulated(exact, simulation)
        ? exact
        : await withSimulation(
            exact,
            subject,
            simulation,
            options.signal === undefined ? {} : { signal: options.signal },
          );
    rows.push(row);
    await options.keep?.(row);
  }
  progress(rows.length, subjects.length, 'done');
  return resultOf(bound.formula, rows);
}

/** What names a row; a row of another bound is another row. */
const nameOf = (row: Pick<ConjectureRow, 'activation' | 'depth' | 'correlation' | 'bound'>): string =>
  JSON.stringify([row.activation, row.depth, row.correlation, row.bound]);

function resultOf(bound: string, rows: readonly ConjectureRow[]): ConjectureResult {
  const counts = { tight: 0, loose: 0, vanishes: 0, violates: 0, undecided: 0, tested: 0 };
  for (const { verdict } of rows) counts[verdict] += 1;
  return { bound, rows, counts, counterexamples: rows.filter(({ verdict }) => verdict === 'violates') };
}

/** Of tensors² · derivatives: six tensors with four derivatives each are 8,475 functions, listed in about 20 s. */
const MOST_TO_LIST = 150;

/** Every network with every correlation function, quickest first within a network. */
export function conjectureSubjects(options: ConjectureOptions): readonly RowSubject[] {
  const { activations, depths } = options;
  if (activations.length === 0) throw new InputError('activations', 'expected at least one', "Such as 'x^2'");
  if (depths.length === 0) throw new InputError('depths', 'expected at least one number of hidden layers');
  const correlations = options.functions ?? listed(options);
  const written = activations.map((text) => text.trim());
  return [...new Set(written)].flatMap((activation) => {
    const coefficients =
      options.simulation !== undefined && isNamedActivation(activation)
        ? undefined
        : activationFromText(activation).map(formatRational);
    return [...new Set(depths)].flatMap((depth) => {
      const network = coefficients && wideNetwork({ depth, activation: coefficients });
      return correlations.map((correlation): RowSubject => ({ activation, depth, network, correlation }));
    });
  });
}

function listed({ tensors, derivatives = 3 }: ConjectureOptions): readonly CorrelationFunction[] {
  if (tensors === undefined)
    throw new InputError(
      'tensors',
      'missing',
      'Give the most tensors of a correlation function, or correlation functions',
    );
  if (tensors ** 2 * derivatives > MOST_TO_LIST)
    throw new TooLargeError(
      'tensors',
      `listing the correlation functions of ${tensors} tensors with ${derivatives} derivatives each takes too long: tensors² · derivatives is ${tensors ** 2 * derivatives}, over the limit of ${MOST_TO_LIST}`,
      'Use fewer tensors or derivatives',
    );
  const correlations = enumerateCorrelationFunctions({ tensors, order: derivatives });
  if (correlations.length === 0)
    throw new InputError(
      'tensors',
      `there is no correlation function of an even number of tensors up to ${tensors}`,
      'Means of odd numbers of tensors vanish; allow at least 2',
    );
  return correlations;
}
