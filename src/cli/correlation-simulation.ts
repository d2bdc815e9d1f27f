/** Correlation functions simulated, as the command line shows them. */

import { InputError } from '../base/errors.ts';
import { exponentText } from '../theory/correlation-functions/exponent-text.ts';
import type { SimulatedCorrelation } from '../theory/correlation-functions/simulate-correlations.ts';
import { positiveInteger } from './options.ts';
import { table } from './output.ts';

/** `16,64,256` as numbers. Throws {@link InputError} naming the option. */
export function widthsOption(text: string): readonly number[] {
  const widths = text
    .split(',')
    .map((part) => positiveInteger('--widths')(part.trim() === '' ? 'nothing' : part.trim()));
  const repeated = widths.find((width, k) => widths.indexOf(width) !== k);
  if (repeated !== undefined) throw new InputError('--widths', `${repeated} is given twice`);
  return widths;
}

const digits = (x: number): string => `${Number(x.toPrecision(6))}`;

/** The means by width, the fit, and what is wrong with them. `kept`: how much of the exact mean is known. */
export function simulationText(simulated: SimulatedCorrelation, kept: string): string {
  const { byWidth, draws, seed, method, exactSlope, heavyTailed, exponent } = simulated;
  const percent = `${100 * byWidth[0]!.estimate.level}%`;
  const rows = byWidth.map(({ width, exact, estimate: e }) => [
    `${width}`,
    exact === null ? '–' : digits(exact),
    digits(e.value),
    `[${digits(e.lower)}, ${digits(e.upper)}]`,
    [
      exact !== null && (exact < e.lower || exact > e.upper) ? 'the interval misses the exact mean' : '',
      e.heavyTailed ? `heavy tail: ${e.effectiveDraws.toFixed(1)} draws carry the spread` : '',
    ]
      .filter((part) => part !== '')
      .join('; '),
  ]);
  const range = `${byWidth[0]!.width} to ${byWidth.at(-1)!.width}`;
  return [
    `simulated  ${draws} draws a width, seed ${seed}, ${method}; tested`,
    table([['width', kept, 'simulated', percent, ''], ...rows]),
    exponent === null
      ? 'fitted exponent  none: it takes two widths or more, and intervals that leave out 0'
      : `fitted exponent  ${exponentText(exponent)}, a fit over widths ${range}: observed`,
    ...(exactSlope === null ? [] : [`exact slope      ${exactSlope.toFixed(2)} over the same widths`]),
    ...(heavyTailed
      ? ['Where the tail is heavy, intervals are too narrow and values likely too small: take more draws.']
      : []),
  ].join('\n');
}
