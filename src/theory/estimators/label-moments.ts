/** What is bounded of the spread of labels, and what that rests on. */
import { InputError } from '../../base/errors.ts';
import { kurtosisOf, secondMoment, twoValues } from './labelled-samples.ts';
import { upperBoundOfMean } from './mean-interval.ts';

export interface LabelMomentOptions {
  /** κ with E(y − c)⁴ ≤ κ (E(y − c)²)², c the centre of the labels. When left out a multiple of the sample's, at least 12. */
  readonly kurtosis?: number;
  /** B with |y| ≤ B, where that is known; then no kurtosis is assumed. */
  readonly labelBound?: number;
}

/**
 * s with E(y − c)² ≤ s, and κ with E(y − c)⁴ ≤ κ (E(y − c)²)². Where |y − c| ≤ √s for every sample, `bounded`, and κ = 1
 * stands for that: E[(y − c)² X] ≤ s E X for X ≥ 0.
 */
export interface LabelMoments {
  /** undefined where there are too few samples to bound it. */
  readonly square: number | undefined;
  readonly kurtosis: number;
  readonly bounded: boolean;
  readonly assumption: string;
  readonly warnings: readonly string[];
  readonly remedy: string;
}

export const LEAST_KURTOSIS = 12;
export const KURTOSIS_FACTOR = 3;
/** The kurtosis of h_2 is 15, of h_3 93. */
const HEAVY = 15;

/** Throws {@link InputError} on a kurtosis below 1, a bound that is not positive, and labels beyond the bound. */
export function checkLabelMomentOptions({ kurtosis, labelBound }: LabelMomentOptions, labels: ArrayLike<number>): void {
  if (labelBound !== undefined && !(labelBound > 0 && Number.isFinite(labelBound)))
    throw new InputError('labelBound', `expected a positive number, got ${labelBound}`);
  if (kurtosis !== undefined && !(kurtosis >= 1 && Number.isFinite(kurtosis)))
    throw new InputError('kurtosis', `expected a number ≥ 1, got ${kurtosis}`);
  if (labelBound === undefined) return;
  const beyond = Array.prototype.findIndex.call(labels, (y: number) => Math.abs(y) > labelBound);
  if (beyond >= 0)
    throw new InputError('labelBound', `label ${beyond} is ${labels[beyond]}, beyond the bound ${labelBound}`);
}

/**
 * The bound by the largest |y − c| where one is given or the labels take two values; otherwise by the second moment of the
 * main labels ({@link upperBoundOfMean}), which fails with probability at most e^(−L) if their kurtosis is at most what is given, or
 * `factor` times the sample's.
 */
export function labelMoments(
  labels: { readonly all: ArrayLike<number>; readonly main: Float64Array; readonly pilotShare: number },
  centre: number,
  { kurtosis, labelBound }: LabelMomentOptions,
  L: number,
  factor: number = KURTOSIS_FACTOR,
): LabelMoments {
  const two = kurtosis === undefined && labelBound === undefined ? twoValues(labels.all) : undefined;
  const bound =
    labelBound !== undefined
      ? labelBound + Math.abs(centre)
      : two && Math.max(...two.map((value) => Math.abs(value - centre)));
  const more = 'Use more samples';
  if (bound !== undefined)
    return {
      square: bound ** 2,
      kurtosis: 1,
      bounded: true,
      assumption: two === undefined ? `|y| ≤ ${labelBound}` : `y takes no values but ${two.join(' and ')}`,
      warnings: [],
      remedy: more,
    };
  const main = labels.main.map((y) => y - centre);
  const found = kurtosisOf(main);
  const assumed = kurtosis ?? Math.max(LEAST_KURTOSIS, factor * found);
  const square = upperBoundOfMean(secondMoment(main), main.length, assumed, L);
  const heavy = found > HEAVY ? [`the labels are heavy-tailed: their sample kurtosis is ${roundedUp(found)}`] : [];
  const above = found > assumed ? [`the sample kurtosis, ${roundedUp(found)}, is above the ${assumed} assumed`] : [];
  return {
    square,
    kurtosis: assumed,
    bounded: false,
    assumption: `the labels' kurtosis is at most ${roundedUp(assumed)}${kurtosis === undefined ? ` (${factor} times the sample's, and at least ${LEAST_KURTOSIS})` : ''}`,
    warnings: [...heavy, ...above],
    remedy:
      square === undefined
        ? `Use more than ${Math.ceil((2 * assumed * L) / (1 - labels.pilotShare))} samples, several times as many for short intervals; or say what is known: a bound of the labels, or of their kurtosis`
        : more,
  };
}

/** Three digits, not below the number. */
export function roundedUp(x: number): number {
  const rounded = Number(x.toPrecision(3));
  return rounded >= x ? rounded : Number((x * 1.005).toPrecision(3));
}
