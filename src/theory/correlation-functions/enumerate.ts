import { InputError, TooLargeError } from '../../base/errors.ts';
import { canonicalForm } from './canonical.ts';
import { type CorrelationFunction, contractionsOf, fromContractions } from './correlation-function.ts';
import { correlationText } from './print.ts';

export interface EnumerationOptions {
  /** At most this many tensors. */
  readonly tensors: number;
  /** The highest derivative of a tensor. */
  readonly order?: number;
  /** At most this many contracted indices; without, as many as `order` allows. */
  readonly contractions?: number;
  /** How many inputs the tensors may be at, 1 … inputs. Default 1: all at the same. */
  readonly inputs?: number;
  /** With odd numbers of tensors too, whose means vanish. Default false. */
  readonly odd?: boolean;
}

const MOST = 50_000;

/**
 * All correlation functions within the bounds that differ by more than the order of the tensors and the names of
 * indices, each in its canonical form: by number of tensors, then of contractions.
 * Throws {@link InputError} on bounds that leave infinitely many, and {@link TooLargeError} beyond 50,000 of them.
 */
export function enumerateCorrelationFunctions(options: EnumerationOptions): readonly CorrelationFunction[] {
  const { tensors, order = Infinity, inputs = 1, odd = false } = options;
  check('tensors', tensors, 1);
  check('inputs', inputs, 1);
  if (options.order !== undefined) check('order', order, 0);
  if (options.contractions !== undefined) check('contractions', options.contractions, 0);
  if (options.order === undefined && options.contractions === undefined)
    throw new InputError(
      'correlation functions',
      'there are infinitely many with any number of derivatives',
      'Give the highest order of a derivative, or the number of contractions',
    );
  const found: CorrelationFunction[] = [];
  const keep = (level: readonly CorrelationFunction[]): void => {
    checkCount(found.length + level.length);
    for (const correlation of level) found.push(correlation);
  };
  for (let count = odd ? 1 : 2; count <= tensors; count += odd ? 1 : 2) {
    const most = options.contractions ?? Math.floor((count * order) / 2);
    checkCount(multisetCount(count, inputs));
    let level: readonly CorrelationFunction[] = multisets(count, inputs).map((at) => fromContractions(at, []));
    keep(level);
    for (let k = 1; k <= most; k++) {
      level = withOneMore(level, order);
      keep(level);
    }
  }
  return found;
}

function check(where: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new InputError(where, `expected an integer from ${least}, got ${value}`);
}

function checkCount(count: number): void {
  if (count > MOST)
    throw new TooLargeError(
      'correlation functions',
      `there are more than ${MOST.toLocaleString('en')}`,
      'Use fewer tensors, derivatives or inputs',
    );
}

/** Every way to contract one more pair, once. */
function withOneMore(level: readonly CorrelationFunction[], order: number): readonly CorrelationFunction[] {
  const next = new Map<string, CorrelationFunction>();
  for (const correlation of level) {
    const { tensors } = correlation;
    const inputs = tensors.map(({ input }) => input);
    const contractions = contractionsOf(correlation);
    for (let a = 0; a < tensors.length; a++)
      for (let b = a; b < tensors.length; b++) {
        const needed = a === b ? 2 : 1;
        if ([a, b].some((tensor) => tensors[tensor]!.indices.length + needed > order)) continue;
        const canonical = canonicalForm(fromContractions(inputs, [...contractions, [a, b]]));
        next.set(correlationText(canonical), canonical);
      }
    if (next.size > MOST) break;
  }
  return [...next.values()];
}

/** C(length + inputs − 1, length). */
function multisetCount(length: number, inputs: number): number {
  let count = 1;
  for (let i = 1; i <= length; i++) count = (count * (inputs - 1 + i)) / i;
  return count;
}

/** Non-decreasing sequences of `length` inputs. */
function multisets(length: number, inputs: number, least = 1): number[][] {
  if (length === 0) return [[]];
  return Array.from({ length: inputs - least + 1 }, (_, i) => least + i).flatMap((first) =>
    multisets(length - 1, inputs, first).map((rest) => [first, ...rest]),
  );
}
