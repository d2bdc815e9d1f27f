/** Adaptive integration in doubles. */
import { InputError } from '../../base/errors.ts';

export interface Integral {
  readonly value: number;
  /** An estimate, not a bound: the difference of the two rules summed over the parts, and rounding. */
  readonly error: number;
}

// Nodes and weights of the 15-point Kronrod rule and the 7-point Gauss rule in it: Kronrod, 1965; QUADPACK, 1983, qk15.
const NODES = [
  0.991455371120812639206854697526329, 0.949107912342758524526189684047851, 0.864864423359769072789712788640926,
  0.741531185599394439863864773280788, 0.58608723546769113029414469194748, 0.405845151377397166906606412076961,
  0.207784955007898467600689403773245, 0,
];
const KRONROD = [
  0.022935322010529224963732008058970, 0.063092092629978553290700663189204, 0.104790010322250183839876322541518,
  0.140653259715525918745189590510238, 0.16900472663926790282829543641, 0.190350578064785409913256402421014,
  0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
];
const GAUSS = [
  0.129484966168869693270611432679082, 0.27970539148927666790146777142378, 0.381830050505118944950369775488975,
  0.417959183673469387755102040816327,
];

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
    throw new InputError('integral', `does not settle: ${parts.length} intervals leave an error of ${error.toExponential(1)}`);
  return { value: total((p) => p.value), error: error + 4e-16 * size };
}
