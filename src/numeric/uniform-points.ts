import { InputError } from '../base/errors.ts';
import { type Key, uniform } from '../base/philox.ts';

/**
 * Independent points uniform in the box [lower, upper]^dimension, up to rounding: `count` × `dimension` doubles,
 * row-major. Point i depends on the key and i only. Throws {@link InputError} unless lower < upper are finite.
 */
export function uniformPoints(
  source: Key,
  count: number,
  dimension: number,
  lower: number,
  upper: number,
): Float64Array {
  if (!(Number.isFinite(lower) && Number.isFinite(upper - lower) && lower < upper))
    throw new InputError('uniformPoints', `expected finite bounds, the lower one first, got [${lower}, ${upper}]`);
  return Float64Array.from(
    { length: count * dimension },
    (_, i) => lower + (upper - lower) * uniform(source, Math.floor(i / dimension), i % dimension),
  );
}
