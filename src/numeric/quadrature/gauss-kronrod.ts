/** Adaptive integration in doubles. */
import { InputError } from '../../base/errors.ts';

export interface Integral {
  readonly value: number;
  /** An estimate, not a bound: the difference of the two rules summed over the parts, and rounding. */
  readonly error: number;
}

// Nodes and weights of the 15-point Kronrod rule and the 7-point Gauss rule in it: Kronrod, 1965; QUADPACK, 1983, qk15.
const NODES = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848, 0,
];
const KRONROD = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
];
const GAUSS = [0.1294849661688697, 0.27970539148927664, 0.3818300505051189, 0.4179591836734694];

interface Part extends Integral {
  readonly from: number;
  readonly to: number;
  readonly size: number;
}

function part(f: (x: number) => number, from: number, to: number): Part {
  const [middle, half] = [(from + to) / 2, (to - from) / 2];
  const centre = f(middle);
  let kronrod = KRONROD[7]! * centre;
  let gauss = GAUSS[3]! * centre;
  let size = KRONROD[7]! * Math.abs(centre);
  for (let i = 0; i < 7; i++) {
    const [left, right] = [f(middle - half * NODES[i]!), f(middle + half * NODES[i]!)];
    kronrod += KRONROD[i]! * (left + right);
    size += KRONROD[i]! * (Math.abs(left) + Math.abs(right));
    if (i % 2 === 1) gauss += GAUSS[(i - 1) / 2]! * (left + right);
  }
  if (!Number.isFinite(kronrod)) {
    const at = [middle, ...NODES.flatMap((node) => [middle - half * node, middle + half * node])].find(
      (x) => !Number.isFinite(f(x)),
    );
    throw new InputError('integral', `the integrand is not finite at ${at ?? middle}`);
  }
  return { from, to, value: kronrod * half, error: Math.abs(kronrod - gauss) * half, size: size * half };
}

const LARGEST_PARTS = 4000;

/**
 * ∫ f over consecutive intervals given by their ends, the interval of largest error halved until the estimate is at
 * the level of rounding, of `tolerance` relative to ∫|f|, or of `floor`.
 * Throws {@link InputError} where f is not finite, and when 4,000 intervals do not reach 10^−6 relative to ∫|f|.
 */
export function integrate(f: (x: number) => number, ends: readonly number[], tolerance = 1e-14, floor = 0): Integral {
  const parts = ends.slice(1).map((to, i) => part(f, ends[i]!, to));
  const total = (of: (p: Part) => number): number => parts.reduce((sum, p) => sum + of(p), 0);
  let [error, size] = [total((p) => p.error), total((p) => p.size)];
  while (error > Math.max(tolerance * size, floor) && parts.length < LARGEST_PARTS) {
    const worst = parts.reduce((most, p, i) => (p.error > parts[most]!.error ? i : most), 0);
    const { from, to } = parts[worst]!;
    const middle = (from + to) / 2;
    // No number lies between, or halving no longer helps: what is left is rounding.
    if (!(from < middle && middle < to) || parts[worst]!.error <= 2e-16 * size) break;
    parts.splice(worst, 1, part(f, from, middle), part(f, middle, to));
    [error, size] = [total((p) => p.error), total((p) => p.size)];
  }
  if (error > Math.max(1e-6 * size, floor))
    throw new InputError(
      'integral',
      `does not settle: ${parts.length} intervals leave an error of ${error.toExponential(1)}`,
    );
  return { value: total((p) => p.value), error: error + 4e-16 * size };
}
