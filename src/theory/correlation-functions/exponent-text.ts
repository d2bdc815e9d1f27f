/** The most decimals that are shown. */
const MOST = 5;

/** `-0.98 [-1.05, -0.91]`, with as many decimals as give the interval's half width a digit, two at least. */
export function exponentText(fit: { readonly value: number; readonly lower: number; readonly upper: number }): string {
  const half = (fit.upper - fit.lower) / 2;
  const decimals = half > 0 ? Math.min(MOST, Math.max(2, Math.ceil(-Math.log10(half)))) : 2;
  const shown = (x: number): string => x.toFixed(decimals).replace(/^-(0\.?0*)$/, '$1');
  return `${shown(fit.value)} [${shown(fit.lower)}, ${shown(fit.upper)}]`;
}
