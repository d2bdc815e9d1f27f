import type { TopLevelSpec } from 'vega-lite';
import { draw, type Figure } from './figure.ts';
import { ACCENT, config, FONT, FONT_SIZE, INK, QUIET } from './style.ts';

const [WIDTH, HEIGHT] = [420, 300];
/** Points a curve: more cannot be told apart. */
const POINTS = 200;

export interface SymmetricFlowCurve {
  readonly kind: 'spherical' | 'unnormalised';
  /** Overlap at the start. */
  readonly start: number;
  readonly points: readonly { readonly time: number; readonly cosine: number }[];
}

/** The cosine between student and teacher over time, on a logarithmic scale, a curve for each start. */
export function symmetricFlowFigure(curves: readonly SymmetricFlowCurve[]): Promise<Figure> {
  // Before the hundredth part of the shortest flow nothing moves.
  const from = Math.min(...curves.map(({ points }) => points.at(-1)?.time ?? 1)) / 100;
  const values = curves.flatMap(({ kind, start, points }, curve) => {
    const stride = Math.max(1, Math.floor(points.length / POINTS));
    const kept = points.filter(({ time }, i) => time > from && (i % stride === 0 || i === points.length - 1));
    return [{ time: from, cosine: start }, ...kept].map(({ time, cosine }) => ({ kind, curve, time, cosine }));
  });
  const x = {
    field: 'time',
    type: 'quantitative',
    scale: { type: 'log', domainMin: from, nice: false },
    axis: { title: 'time', format: '~g', tickCount: 6 },
  };
  const y = {
    field: 'cosine',
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: { title: 'cosine to the teacher' },
  };
  const legend = { title: null, orient: 'top', labelColor: INK, labelFont: FONT, labelFontSize: FONT_SIZE };
  const specification = {
    width: WIDTH,
    height: HEIGHT,
    data: { values },
    layer: [
      {
        mark: { type: 'line', strokeWidth: 2, clip: true },
        encoding: {
          x,
          y,
          detail: { field: 'curve' },
          order: { field: 'time' },
          color: {
            field: 'kind',
            scale: { domain: ['spherical', 'unnormalised'], range: [ACCENT, QUIET] },
            legend,
          },
          strokeDash: {
            field: 'kind',
            scale: {
              domain: ['spherical', 'unnormalised'],
              range: [
                [1, 0],
                [5, 3],
              ],
            },
            legend,
          },
        },
      },
    ],
    config,
  } as unknown as TopLevelSpec;
  const starts = [...new Set(curves.map(({ start }) => start))].join(', ');
  return draw(
    specification,
    `Cosine between student and teacher over time, from overlaps ${starts}, on the sphere and without normalisation.`,
  );
}
