/** Online learning of a direction, run by run. */
import { InputError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import { Draws } from './draws.ts';
import type { Link } from './link.ts';
import type { OnlineMethod } from './online-method.ts';

export interface OnlineRun {
  /** Samples until |overlap| ≥ threshold; undefined where that did not happen. */
  readonly hittingTime: number | undefined;
  readonly samples: number;
  /** The overlap at the end. */
  readonly overlap: number;
  /** The overlap by samples, at about equal ratios of samples. */
  readonly trace: readonly { readonly samples: number; readonly overlap: number }[];
}

export interface OnlineRunOptions {
  readonly dimension: number;
  readonly seed: number;
  /** Which of the runs of this seed. */
  readonly run?: number;
  /** 0.5 when left out. */
  readonly threshold?: number;
  readonly maximumSamples: number;
  /** The overlap at the start; d^(−1/2) when left out. */
  readonly start?: number;
  /** A factor of the method's step; 1 when left out. */
  readonly stepFactor?: number;
  /** The deviation of Gaussian noise in labels; 0 when left out. */
  readonly noise?: number;
}

const RATIO = 1.05;

/**
 * One run in dimension d, the overlap m = ⟨w, w*⟩ alone: with a = ⟨w*, x⟩, b Gaussian and q ~ χ²(d − 2), z = m a + √(1−m²) b,
 * |x|² = a² + b² + q and y = f(a), a step is m ← (m + η s (a − z m))/√(1 + η² s² (|x|² − z²)). That is the law of the run in R^d,
 * exactly, since the input's part beside w and w* enters by its norm only; it takes time that does not depend on d.
 * Throws {@link InputError} unless d ≥ 2 and the other options are in range.
 */
export function onlineRun(link: Link, method: OnlineMethod, options: OnlineRunOptions): OnlineRun {
  const { dimension, seed, run = 0, maximumSamples, stepFactor = 1, noise = 0 } = options;
  const { threshold = 0.5, start = dimension ** -0.5 } = checkedRun(options);
  const prepared = method.prepare(link, dimension);
  const eta = stepFactor * prepared.stepSize;
  const draws = new Draws(key(seed, `online ${method.name} d=${dimension}`), run);
  const trace = [{ samples: 0, overlap: start }];
  const sample = { z: 0, y: 0, squaredNorm: 0 };
  let m = start;
  let next = 1;
  for (let n = 1; n <= maximumSamples; n++) {
    const a = draws.gaussian();
    const b = draws.gaussian();
    sample.z = m * a + Math.sqrt(Math.max(0, 1 - m * m)) * b;
    sample.squaredNorm = a * a + b * b + draws.chiSquare(dimension - 2);
    sample.y = link.f(a) + (noise === 0 ? 0 : noise * draws.gaussian());
    const step = eta * prepared.slope(sample);
    const norm = Math.sqrt(1 + step * step * Math.max(0, sample.squaredNorm - sample.z * sample.z));
    m = Math.min(1, Math.max(-1, (m + step * (a - sample.z * m)) / norm));
    if (!Number.isFinite(m))
      throw new InputError('link', `the step at sample ${n} is not finite`, 'Use a smaller step or another link');
    const hit = Math.abs(m) >= threshold;
    if (n >= next || hit || n === maximumSamples) {
      trace.push({ samples: n, overlap: m });
      next = Math.max(n + 1, n * RATIO);
    }
    if (hit) return { hittingTime: n, samples: n, overlap: m, trace };
  }
  return { hittingTime: undefined, samples: maximumSamples, overlap: m, trace };
}

/** The options, checked. */
export function checkedRun<T extends OnlineRunOptions>(options: T): T {
  const { dimension, run = 0, threshold = 0.5, maximumSamples, start = 0, stepFactor = 1, noise = 0 } = options;
  if (!Number.isSafeInteger(dimension) || dimension < 2)
    throw new InputError('dimension', `expected an integer from 2, got ${dimension}`);
  if (!Number.isSafeInteger(maximumSamples) || maximumSamples < 1)
    throw new InputError('maximumSamples', `expected a positive integer, got ${maximumSamples}`);
  if (!Number.isInteger(run) || run < 0 || run > 2 ** 31 - 1)
    throw new InputError('run', `expected an integer from 0 to 2^31 − 1, got ${run}`);
  if (!(threshold > 0 && threshold < 1))
    throw new InputError('threshold', `expected a number between 0 and 1, got ${threshold}`);
  if (!(Math.abs(start) < 1)) throw new InputError('start', `expected a number between −1 and 1, got ${start}`);
  if (!(stepFactor > 0 && stepFactor < Infinity))
    throw new InputError('step', `expected a positive number, got ${stepFactor}`);
  if (!(noise >= 0 && noise < Infinity)) throw new InputError('noise', `expected a number from 0, got ${noise}`);
  return options;
}
