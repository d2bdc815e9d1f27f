import { InputError } from '../../base/errors.ts';
import type { Key } from '../../base/philox.ts';
import { type FillOptions, fillGaussians } from './fill.ts';

/**
 * Independent points uniform on the sphere Σ_i x_i² = radius² in R^dimension: `count` × `dimension` doubles, row-major.
 * Point p is g/|g| · radius with g the Gaussians at indices p · dimension, …; the squares are summed from the left.
 * Points from `start` on. Throws {@link InputError} on a dimension or a count that is no positive integer and on a radius
 * that is not positive and finite.
 */
export function spherePoints(
  source: Key,
  count: number,
  dimension: number,
  { radius = 1, start = 0, layer = 0 }: FillOptions & { readonly radius?: number } = {},
): Float64Array {
  for (const [name, n] of Object.entries({ count, dimension }))
    if (!Number.isSafeInteger(n) || n < 1) throw new InputError(name, `expected a positive integer, got ${n}`);
  if (!(radius > 0 && radius < Infinity)) throw new InputError('radius', `expected a positive number, got ${radius}`);
  const points = fillGaussians(new Float64Array(count * dimension), source, { layer, start: start * dimension });
  for (let p = 0; p < count; p++) {
    const point = points.subarray(p * dimension, (p + 1) * dimension);
    let sum = 0;
    for (const x of point) sum += x * x;
    const norm = Math.sqrt(sum);
    for (let i = 0; i < dimension; i++) point[i] = (point[i]! / norm) * radius;
  }
  return points;
}
