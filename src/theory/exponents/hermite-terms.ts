/** Products of Hermite polynomials as text, and directions. */
import type { Factor } from '../../symbolic/monomials.ts';

/** `He2(x1) He1(x2)`. */
export const hermiteTerm = (variables: readonly string[], factors: readonly Factor[]): string =>
  factors.map(([v, n]) => `He${n}(${variables[v]})`).join(' ');

/** `x1 + 2*x2 - x3`, the linear form of a vector of integers. */
export function directionText(variables: readonly string[], direction: readonly bigint[]): string {
  let text = '';
  direction.forEach((c, v) => {
    if (c === 0n) return;
    const size = c < 0n ? -c : c;
    const sign = text === '' ? (c < 0n ? '-' : '') : c < 0n ? ' - ' : ' + ';
    text += `${sign}${size === 1n ? '' : `${size}*`}${variables[v]}`;
  });
  return text;
}
