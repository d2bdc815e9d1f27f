import type { CorrelationFunction } from './correlation-function.ts';

/** The notation that `parseCorrelationFunction` reads: `f[m,n](1) f[m](2) f[n](3) f(4)`. */
export const correlationText = ({ tensors }: CorrelationFunction): string =>
  tensors.map(({ input, indices }) => `f${indices.length === 0 ? '' : `[${indices.join(',')}]`}(${input})`).join(' ');

const GREEK = new Map([
  ['m', '\\mu'],
  ['n', '\\nu'],
  ['r', '\\rho'],
  ['s', '\\sigma'],
  ['t', '\\tau'],
]);

/** LaTeX: `\mathbb{E}\!\left[\partial_{\mu\nu} f(x_1)\, \partial_{\mu} f(x_2) …\right]`, with m, n, r, s, t as μ, ν, ρ, σ, τ. */
export function correlationLatex({ tensors }: CorrelationFunction): string {
  const symbol = (index: string): string => {
    const [, letters = '', digits = ''] = /^(.*?)_?(\d*)$/u.exec(index)!;
    const base =
      GREEK.get(letters) ?? ([...letters].length === 1 ? letters : `\\mathrm{${letters.replace(/_/g, '\\_')}}`);
    return digits === '' ? base : `${base}_{${digits}}`;
  };
  const factor = (indices: readonly string[], input: number): string =>
    `${indices.length === 0 ? '' : `\\partial_{${indices.map(symbol).join(' ')}} `}f(x_{${input}})`;
  return `\\mathbb{E}\\!\\left[${tensors.map(({ indices, input }) => factor(indices, input)).join('\\, ')}\\right]`;
}
