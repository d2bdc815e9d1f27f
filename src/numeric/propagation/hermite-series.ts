/** E f(u) f(v) of correlated Gaussians by the Hermite series of f. */
import type { Integral } from '../quadrature/gauss-kronrod.ts';
import { gaussianMean } from '../quadrature/gaussian-mean.ts';

const TERMS = 48;

/** c ↦ E f(u) f(v) for standard u, v with correlation c. */
export type CorrelationSeries = (c: number) => Integral;

/**
 * E f(u) f(v) = Σ_l f_l² c^l with f_l = E f h_l, h_l = He_l/√l! (Mehler). By Parseval the terms left out are at most
 * (E f² − Σ_(l < 48) f_l²) |c|^48, which the error includes, beside the estimates of the quadrature.
 */
export function correlationSeries(f: (g: number) => number): CorrelationSeries {
  const square = gaussianMean((g) => f(g) ** 2);
  const squares: number[] = [];
  let quadrature = 0;
  for (let l = 0; l < TERMS; l++) {
    const { value, error } = gaussianMean((g) => f(g) * hermite(l, g));
    squares.push(value * value);
    quadrature += 2 * Math.abs(value) * error + error * error;
  }
  const rest = Math.max(
    0,
    squares.reduce((left, a) => left - a, square.value + square.error),
  );
  return (c) => {
    const sum = squares.reduceRight((value, a) => value * c + a, 0);
    return { value: sum, error: rest * Math.abs(c) ** TERMS + quadrature + 2 ** -50 * square.value };
  };
}

/** h_l by √(l+1) h_(l+1) = x h_l − √l h_(l−1). */
function hermite(l: number, x: number): number {
  let [previous, current] = [0, 1];
  for (let k = 0; k < l; k++)
    [previous, current] = [current, (x * current - Math.sqrt(k) * previous) / Math.sqrt(k + 1)];
  return current;
}
