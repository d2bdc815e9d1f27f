/** The predicted error of kernel ridge regression. */
import { InputError } from '../../base/errors.ts';

/** Eigenfunctions with one eigenvalue, and how much of the target lies in them. */
export interface KernelMode {
  readonly eigenvalue: number;
  /** How many eigenfunctions. */
  readonly multiplicity: number;
  /** Σ v_i² over them: the part of E f² that they carry. */
  readonly power: number;
}

export interface LearningCurveOptions {
  /** δ in (K + δ 1)⁻¹ y; 0 when left out. */
  readonly ridge?: number;
  /** The variance of the noise on the training targets; 0 when left out. */
  readonly noise?: number;
  /** E f² outside all modes listed, which no sample teaches; 0 when left out. */
  readonly unlearnable?: number;
}

export interface LearningCurvePoint {
  readonly samples: number;
  /** E (f̂ − f)² on a fresh input, the noise of its target not counted. Infinity at the interpolation threshold. */
  readonly testError: number;
  /** Mean square of f̂ − y on the training set. */
  readonly trainError: number;
  /** κ. */
  readonly effectiveRidge: number;
  /** L_i = λ_i/(λ_i + κ), mode by mode: the part of each that is learned. Σ multiplicity · L ≤ samples. */
  readonly learnability: readonly number[];
}

/**
 * The omniscient risk estimate: with κ ≥ 0 such that n = Σ_i λ_i/(λ_i + κ) + δ/κ, L_i = λ_i/(λ_i + κ) and E₀ = n/(n − Σ L_i²),
 * test error = E₀ (Σ (1 − L_i)² v_i² + σ²) − σ² and train error = (δ/(nκ))² E₀ (Σ (1 − L_i)² v_i² + σ²). An approximation,
 * exact as n and the number of modes grow for features that behave like Gaussians; not a bound.
 *
 * Without ridge and with fewer eigenfunctions than samples κ = 0: everything with λ > 0 is learned.
 * Throws {@link InputError} on numbers that are negative or not finite, and on samples that are no integers ≥ 1.
 * Source: the eigenlearning equations of Simon, Dickens, Karkada and DeWeese, TMLR 2023 (arXiv:2110.03922), section 4; Canatar,
 * Bordelon and Pehlevan, Nature Communications 2021 (arXiv:2006.13198), have the same with the kernel divided by n.
 */
export function learningCurve(
  modes: readonly KernelMode[],
  samples: readonly number[],
  options: LearningCurveOptions = {},
): readonly LearningCurvePoint[] {
  const { ridge = 0, noise = 0, unlearnable = 0 } = options;
  for (const [name, value] of Object.entries({ ridge, noise, unlearnable })) atLeastZero(value, name);
  modes.forEach(({ eigenvalue, multiplicity, power }, i) => {
    atLeastZero(eigenvalue, `modes[${i}].eigenvalue`);
    atLeastZero(multiplicity, `modes[${i}].multiplicity`);
    atLeastZero(power, `modes[${i}].power`);
  });
  return samples.map((n) => {
    if (!Number.isSafeInteger(n) || n < 1) throw new InputError('samples', `expected integers ≥ 1, got ${n}`);
    return point(modes, n, ridge, noise, unlearnable);
  });
}

function point(
  modes: readonly KernelMode[],
  n: number,
  ridge: number,
  noise: number,
  unlearnable: number,
): LearningCurvePoint {
  const rank = modes.reduce((sum, m) => sum + (m.eigenvalue > 0 ? m.multiplicity : 0), 0);
  const kappa = effectiveRidge(modes, n, ridge, rank);
  const learnability = modes.map(({ eigenvalue }) => (eigenvalue > 0 ? eigenvalue / (eigenvalue + kappa) : 0));
  let [square, missed] = [0, unlearnable];
  modes.forEach(({ eigenvalue, multiplicity, power }, i) => {
    square += multiplicity * learnability[i]! ** 2;
    const rest = eigenvalue > 0 ? kappa / (eigenvalue + kappa) : 1;
    missed += rest * rest * power;
  });
  const risk = missed + noise;
  // At n = rank without ridge κ → 0 with n − ΣL² ∝ κ: what is missed vanishes like κ², anything else diverges.
  const amplified = risk === 0 ? 0 : n > square ? (n / (n - square)) * risk : Infinity;
  const fit = kappa === 0 ? trainFraction(n, rank) : (ridge / (n * kappa)) ** 2;
  return {
    samples: n,
    testError: amplified === Infinity ? Infinity : Math.max(0, amplified - noise),
    trainError: fit === 0 ? 0 : fit * amplified,
    effectiveRidge: kappa,
    learnability,
  };
}

/** δ/κ → n − rank as δ → 0 with more samples than eigenfunctions. */
const trainFraction = (n: number, rank: number): number => ((n - rank) / n) ** 2;

/** The zero of Σ m λ/(λ + κ) + δ/κ − n, which falls with κ: by bisection of ln κ. */
function effectiveRidge(modes: readonly KernelMode[], n: number, ridge: number, rank: number): number {
  if (ridge === 0 && rank <= n) return 0;
  const excess = (kappa: number): number =>
    modes.reduce((sum, m) => sum + (m.multiplicity * m.eigenvalue) / (m.eigenvalue + kappa), ridge / kappa) - n;
  const trace = modes.reduce((sum, m) => sum + m.multiplicity * m.eigenvalue, 0);
  // Σ mλ/(λ + κ) + δ/κ ≤ (trace + δ)/κ, so κ ≤ (trace + δ)/n.
  let high = Math.log((trace + ridge) / n) + 1e-12;
  let low = high;
  while (excess(Math.exp(low)) < 0 && low > -700) low -= 1;
  for (let step = 0; step < 200 && high - low > 1e-15 * Math.abs(high); step++) {
    const middle = (low + high) / 2;
    if (!(low < middle && middle < high)) break;
    if (excess(Math.exp(middle)) > 0) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

function atLeastZero(value: number, where: string): void {
  if (!(value >= 0 && Number.isFinite(value)))
    throw new InputError(where, `expected a finite number ≥ 0, got ${value}`);
}
