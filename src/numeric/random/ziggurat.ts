/** Marsaglia and Tsang's ziggurat for the standard Gaussian: its layers, and the draws that fall at their rims. */
import { logarithm } from './logarithm.ts';

/** Layers of equal area under exp(−x²/2), x > 0; the lowest is the strip below exp(−R²/2) with the tail beyond R. */
export const LAYERS = 2048;

/** R, exp(−R²/2) and the area of a layer, from 60 digits: with these the topmost layer ends at exp(0). */
const TAIL_FROM = 4.216370409511897;
const TAIL_HEIGHT = 0.000137912695390995;
const AREA = 0.0006126065176240461;

export interface Ziggurat {
  /** x₀ > x₁ = R > … > x₂₀₄₈ = 0: layer i is as wide as x_i, and all of it below x_{i+1} lies under the curve. */
  readonly edges: Float64Array;
  /** The edges, rounded. */
  readonly singleEdges: Float32Array;
  /** The curve at the edges from x₁ on; 0 for x₀. */
  readonly heights: Float64Array;
}

let made: Ziggurat | undefined;

/** The layers, by additions, multiplications, divisions, roots and our logarithm: the same bits in every engine. */
export function ziggurat(): Ziggurat {
  if (made !== undefined) return made;
  const edges = new Float64Array(LAYERS + 1);
  const heights = new Float64Array(LAYERS + 1);
  edges[0] = AREA / TAIL_HEIGHT;
  edges[1] = TAIL_FROM;
  heights[1] = TAIL_HEIGHT;
  for (let i = 2; i < LAYERS; i++) {
    heights[i] = heights[i - 1]! + AREA / edges[i - 1]!;
    edges[i] = Math.sqrt(-2 * logarithm(heights[i]!));
  }
  heights[LAYERS] = 1;
  made = { edges, heights, singleEdges: Float32Array.from(edges) };
  return made;
}

/** A layer, uniform, from the 11 high bits of a word. */
export const layerOf = (word: number): number => word >>> 21;

/** A uniform odd multiple of 2⁻²¹ in (−1, 1) from the 21 low bits of a word. */
export const coarsePlace = (word: number): number => ((word & 0x1fffff) * 2 + 1) * 2 ** -21 - 1;

/** A uniform odd multiple of 2⁻⁵¹ in (−1, 1) from the 21 low bits of a word and the 31 high bits of another. */
export const finePlace = (word: number, more: number): number =>
  ((word & 0x1fffff) * 2 ** 31 + ((more >>> 1) | 1)) * 2 ** -51 - 1;

/** The draw of a layer i at a place x that is not below x_{i+1} in absolute value; `next` gives 64 random bits, high word first. */
export function atRim(layer: number, place: number, next: () => readonly [number, number]): number {
  const { edges, heights } = ziggurat();
  for (let [i, x] = [layer, place]; ; ) {
    if (i === 0) return tail(x < 0, next);
    const height = heights[i]! + uniformOf(next()) * (heights[i + 1]! - heights[i]!);
    if (logarithm(height) < -0.5 * x * x) return x;
    const [high, low] = next();
    i = layerOf(high);
    x = finePlace(high, low) * edges[i]!;
    if (Math.abs(x) < edges[i + 1]!) return x;
  }
}

/** Beyond R, by exponentials [Marsaglia 1964, Technometrics 6(1)]. */
function tail(negative: boolean, next: () => readonly [number, number]): number {
  for (;;) {
    const beyond = -logarithm(uniformOf(next())) / TAIL_FROM;
    const bound = -logarithm(uniformOf(next()));
    if (bound + bound > beyond * beyond) return negative ? -TAIL_FROM - beyond : TAIL_FROM + beyond;
  }
}

/** A uniform odd multiple of 2⁻⁵³ in (0, 1). */
const uniformOf = ([high, low]: readonly [number, number]): number => (high * 2 ** 21 + ((low >>> 11) | 1)) * 2 ** -53;
