/** How large an expansion will be, before it starts. */
import { TooLargeError } from '../base/errors.ts';
import { bitLength } from '../base/rational.ts';
import { argumentsOf, type Program } from '../network/program.ts';
import { indeterminateEntries, type Unknowns } from './indeterminates.ts';
import { interpret } from './interpret.ts';
import { type Height, Heights } from './rings/height.ts';
import { type Support, supportOfVariable, supports } from './rings/support.ts';

export interface ExpansionSize {
  /** Degree, variables and number of terms of each output, as upper bounds. */
  readonly outputs: readonly Support[];
  /** A bound of each output's coefficients. */
  readonly heights: readonly Height[];
  /** The largest norm of any entry on the way. */
  readonly intermediateNorm: bigint;
  /** Products of two coefficients that the plain expansion takes, at most. */
  readonly products: number;
  /** Memory at the peak, estimated. */
  readonly bytes: number;
}

/** A job over one of these is refused before it starts. */
export interface ExpansionLimits {
  /** Estimated bytes at the peak. */
  readonly maximumBytes?: number;
  /** Products of two coefficients. */
  readonly maximumProducts?: number;
}

/** The limit of products in force. */
export const maximumProducts = (limits: ExpansionLimits): number => limits.maximumProducts ?? DEFAULT_MAXIMUM_PRODUCTS;

/** The limit of memory in force. */
export const maximumBytes = (limits: ExpansionLimits): number => limits.maximumBytes ?? DEFAULT_MAXIMUM_BYTES;

/** Exponents take 16 bits. */
const LARGEST_DEGREE = 0xffff;

const DEFAULT_MAXIMUM_BYTES = 3 * 2 ** 30;
const DEFAULT_MAXIMUM_PRODUCTS = 1e11;
/** A term takes its monomial's number, a slot for its coefficient, and the big integer's own header. */
const BYTES_PER_TERM = 48;

/** Bounds from the program alone: exact interpretations over supports and heights, no polynomial formed. */
export function expansionSize(program: Program, unknowns: Unknowns, outputs?: readonly number[]): ExpansionSize {
  let products = 0;
  const terms: number[] = [];
  const supportRing = supports((count) => {
    products += count;
  });
  let peakTerms = 0;
  const only = outputs === undefined ? {} : { outputs };
  const bounds = interpret(program, supportRing, {
    ...indeterminateEntries(unknowns, supportRing, supportOfVariable),
    ...only,
    onNode(value, entries) {
      terms[value] = entries.reduce((sum, entry) => sum + (entry?.terms ?? 0), 0);
      peakTerms = Math.max(
        peakTerms,
        terms[value] + argumentsOf(program.nodes[value]!).reduce((sum, argument) => sum + terms[argument]!, 0),
      );
    },
  });
  let intermediateNorm = 0n;
  const heights = interpret(program, Heights, {
    ...indeterminateEntries(unknowns, Heights, () => Heights.one),
    ...only,
    onNode(_, entries) {
      for (const entry of entries)
        if (entry !== undefined && entry.norm > intermediateNorm) intermediateNorm = entry.norm;
    },
  });
  const bits = Math.max(0, ...heights.map(({ norm }) => bitLength(norm)));
  return { outputs: bounds, heights, intermediateNorm, products, bytes: peakTerms * (BYTES_PER_TERM + bits / 8) };
}

/** Throws {@link TooLargeError} with the estimate and what to do when a size is over a limit. */
export function checkSize(size: ExpansionSize, limits: ExpansionLimits, where: string): void {
  const terms = size.outputs.reduce((sum, output) => sum + output.terms, 0);
  const degree = Math.max(...size.outputs.map((output) => output.degree));
  if (degree > LARGEST_DEGREE) {
    throw new TooLargeError(
      where,
      `its polynomials may have degree ${showCount(degree)}, over the limit of ${LARGEST_DEGREE}`,
      'Use fewer layers or activations of lower degree',
    );
  }
  const estimate = `up to ${showCount(terms)} terms of degree ${degree}, about ${showBytes(size.bytes)}, ${showCount(size.products)} products of coefficients`;
  if (size.bytes > maximumBytes(limits)) {
    throw new TooLargeError(
      where,
      `the expansion will not fit: ${estimate}, over the limit of ${showBytes(maximumBytes(limits))}`,
      ADVICE('maximumBytes', '--maximum-memory'),
    );
  }
  if (size.products > maximumProducts(limits)) {
    throw new TooLargeError(
      where,
      `the expansion would take too long: ${estimate}, over the limit of ${showCount(maximumProducts(limits))} products`,
      ADVICE('maximumProducts', '--maximum-products'),
    );
  }
}

const ADVICE = (option: string, flag: string): string =>
  `Ask for one output (outputs, --output), use a smaller network, or raise ${option} (${flag})`;

export const showCount = (n: number): string => (n < 1e6 ? `${Math.round(n)}` : n.toExponential(1).replace('e+', 'e'));

export function showBytes(bytes: number): string {
  if (!(bytes < 2 ** 60)) return 'more than an exbibyte';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = Math.max(0, Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  const value = bytes / 2 ** (10 * power);
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}
