/** What `isserlis exponent` says of functions of several variables that are no polynomials. */
import { coefficientText } from '../theory/exponents/link-coefficients.ts';
import { separableExponents } from '../theory/exponents/separable-exponents.ts';
import { separableFunction } from '../theory/exponents/separable-function.ts';
import { certificates, type ExponentReport, members, sections } from './exponent-report.ts';
import { table } from './output.ts';

const SHOWN = 12;

/** Throws what `separableFunction` and `separableExponents` do. */
export function separableReport(text: string, order: number | undefined): ExponentReport {
  const f = separableFunction(text);
  const { coefficients, ...named } = separableExponents(f, order);
  const { informationExponent, leap, generativeLeap } = named;
  return {
    json: {
      function: text,
      ...members(named),
      coefficients: coefficients.map(({ term, order: k, value }) => ({
        term,
        order: k,
        coefficient: coefficientText(value),
        tier: value.kind === 'enclosed' ? 'enclosed' : 'proved',
      })),
      ...certificates(named),
    },
    text: `${[
      `f = ${text}, all variables N(0, 1)`,
      '',
      sections([
        ['information exponent', informationExponent],
        ['leap', leap],
        ['generative leap', generativeLeap],
      ]),
      '',
      table([
        ['order', 'α', 'E[f He_α]'],
        ...coefficients.slice(0, SHOWN).map(({ term, order: k, value }) => [`${k}`, term, coefficientText(value)]),
      ]),
      ...(coefficients.length > SHOWN ? [`and ${coefficients.length - SHOWN} more; --json has them`] : []),
    ].join('\n')}\n`,
  };
}
