/** The exact curves of one correlation function for the networks of a tested conjecture. */
import { TooLargeError } from '../../base/errors.ts';
import { formatRational } from '../../base/rational.ts';
import { activationFromText } from '../../symbolic/width/read-activation.ts';
import { wideNetwork } from '../../symbolic/width/wide-network.ts';
import type { CorrelationFunction } from '../correlation-functions/correlation-function.ts';
import { meanOf } from '../correlation-functions/mean.ts';
import type { Figure } from '../figures/figure.ts';
import { type WidthCurve, widthCurvesFigure } from '../figures/width-curves-figure.ts';
import type { ConjectureResult } from './test-conjecture.ts';

/** Means over this are left out of the picture. */
const MAXIMUM_PRODUCTS = 1e9;

/**
 * `widthCurvesFigure` for every activation and depth of the result, without those over the limit on work or whose mean
 * vanishes; undefined when none is left.
 */
export async function conjectureCurvesFigure(
  { rows }: Pick<ConjectureResult, 'rows'>,
  correlation: CorrelationFunction,
): Promise<Figure | undefined> {
  const exact = rows.filter(({ verdict }) => verdict !== 'tested');
  const labels = new Map(
    exact.map(({ activation, depth }) => [`${activation}, depth ${depth}`, { activation, depth }]),
  );
  const curves = [...labels].flatMap(([label, { activation, depth }]): WidthCurve[] => {
    const network = wideNetwork({ depth, activation: activationFromText(activation).map(formatRational) });
    return isDrawn(correlation, network) ? [{ label, network }] : [];
  });
  return curves.length === 0 ? undefined : widthCurvesFigure(correlation, curves);
}

function isDrawn(correlation: CorrelationFunction, network: WidthCurve['network']): boolean {
  try {
    return meanOf(correlation, network, { maximumProducts: MAXIMUM_PRODUCTS }).length > 0;
  } catch (error) {
    if (error instanceof TooLargeError) return false;
    throw error;
  }
}
