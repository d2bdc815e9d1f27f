import type { TopLevelSpec } from 'vega-lite';
import type { PolynomialMap } from '../../symbolic/polynomial-map.ts';
import { coefficientsByDegree, type DegreeSummary } from '../coefficients-by-degree.ts';
import { draw, type Figure } from './figure.ts';
import { ACCENT, config, QUIET } from './style.ts';

const WIDTH = 340;
const HEIGHT = 250;

/**
 * Coefficient size |c| by total degree, all outputs together: a line from the smallest to the largest, a bar over the
 * middle half, a tick at the median, and the number of terms above.
 */
export function coefficientsByDegreeFigure(map: PolynomialMap): Promise<Figure> {
  const summaries = coefficientsByDegree(map);
  return draw(specification(summaries), describe(summaries));
}

const rounded = (x: number): number => Math.round(1000 * x) / 1000;

function specification(summaries: readonly DegreeSummary[]): TopLevelSpec {
  const values = summaries.map((summary) => ({
    degree: summary.degree,
    terms: summary.terms,
    smallest: rounded(summary.smallest),
    lowerQuartile: rounded(summary.lowerQuartile),
    median: rounded(summary.median),
    upperQuartile: rounded(summary.upperQuartile),
    largest: rounded(summary.largest),
  }));
  const low = Math.floor(Math.min(0, ...values.map(({ smallest }) => smallest)));
  const high = Math.ceil(Math.max(low + 1, ...values.map(({ largest }) => largest + 0.05)));
  const step = Math.max(1, Math.ceil((high - low) / 8));
  const ticks = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
  const band = WIDTH / Math.max(1, values.length);
  const size = Math.min(26, Math.max(4, band * 0.55));
  const y = {
    axis: { values: ticks, labelExpr: labels(ticks), title: 'coefficient size |c|', titleAnchor: 'end' },
    scale: { domain: [low, high] },
  };
  return {
    width: WIDTH,
    height: HEIGHT,
    data: { values },
    encoding: {
      x: {
        field: 'degree',
        type: 'ordinal',
        axis: { title: 'total degree', labelAngle: 0, labelOverlap: true, ticks: false, domain: false },
      },
    },
    layer: [
      {
        mark: { type: 'rule', color: ACCENT, strokeWidth: 1.5 },
        encoding: { y: { field: 'smallest', type: 'quantitative', ...y }, y2: { field: 'largest' } },
      },
      {
        mark: { type: 'bar', color: ACCENT, fillOpacity: 0.35, size },
        encoding: { y: { field: 'lowerQuartile', type: 'quantitative' }, y2: { field: 'upperQuartile' } },
      },
      {
        mark: { type: 'tick', color: ACCENT, thickness: 2.5, size },
        encoding: { y: { field: 'median', type: 'quantitative' } },
      },
      ...(band < 26
        ? []
        : [
            {
              mark: { type: 'text', dy: -8, color: QUIET, fontSize: 11 },
              encoding: { y: { field: 'largest', type: 'quantitative' }, text: { field: 'terms' } },
            } as const,
          ]),
    ],
    config,
  } as TopLevelSpec;
}

/** 10⁻³ for −3: a Vega expression that looks the label up. */
const labels = (ticks: readonly number[]): string =>
  `${JSON.stringify(Object.fromEntries(ticks.map((tick) => [tick, powerOfTen(tick)])))}[datum.value]`;

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

export const powerOfTen = (exponent: number): string =>
  exponent === 0
    ? '1'
    : exponent === 1
      ? '10'
      : `10${[...`${exponent}`].map((c) => (c === '-' ? '⁻' : SUPERSCRIPTS[Number(c)])).join('')}`;

function describe(summaries: readonly DegreeSummary[]): string {
  if (summaries.length === 0) return 'Coefficient size by total degree: there are no terms.';
  const [first, last] = [summaries[0]!, summaries.at(-1)!];
  const size = ({ median }: DegreeSummary): string => `10^${median.toFixed(1)}`;
  const span =
    first === last
      ? `degree ${first.degree}: ${size(first)}`
      : `${size(first)} at degree ${first.degree}, ${size(last)} at degree ${last.degree}`;
  return `Coefficient size by total degree, on a logarithmic scale; medians ${span}.`;
}
