import type { TopLevelSpec } from 'vega-lite';
import { draw, type Figure } from './figure.ts';
import type { Plot, PlotAxis } from './plot.ts';
import { ACCENT, config, INK, QUIET } from './style.ts';

const WIDTH = 420;
const HEIGHT = 280;
const PADDING = 16;
const LABEL = "datum.value >= 0.001 && datum.value < 1e6 ? format(datum.value, '~g') : format(datum.value, '~e')";
const COLOURS = [ACCENT, '#c2571a', '#7b4ba0', '#2f7d4f', '#7aa6c2', '#b42318', INK];

/** Any {@link Plot}: its series in one frame, intervals as bars, dashed series as guides. */
export function plotFigure(plot: Plot): Promise<Figure> {
  return draw(specification(plot), plot.caption);
}

function specification({ x, y, series }: Plot): TopLevelSpec {
  const shown = (value: number, { logarithmic = false }: PlotAxis): boolean =>
    Number.isFinite(value) && (!logarithmic || value > 0);
  const values = series.flatMap(({ name, mark = 'both', points }, i) =>
    points
      .filter((point) => shown(point.x, x) && shown(point.y, y))
      .map(({ x: at, y: value, lower, upper }, order) => ({
        x: at,
        y: value,
        // What JSON turned into null is not finite either.
        ...(Number.isFinite(lower) && Number.isFinite(upper) ? { lower, upper } : {}),
        series: name,
        line: i,
        order,
        mark,
      })),
  );
  const names = [...new Set(series.map(({ name }) => name))];
  // A series of guides alone stays in the background.
  const guides = names.filter((one) => series.every(({ name, mark }) => name !== one || mark === 'dashed'));
  const drawn = names.filter((name) => !guides.includes(name));
  const colourOf = (name: string): string =>
    guides.includes(name) ? QUIET : COLOURS[drawn.indexOf(name) % COLOURS.length]!;
  const empty = values.length === 0;
  const encoding = {
    x: channel('x', x, empty),
    y: channel('y', y, empty),
    color: {
      field: 'series',
      type: 'nominal',
      scale: { domain: names, range: names.map(colourOf) },
      legend: { title: null, labelColor: INK, labelFontSize: 12, labelLimit: 300, orient: 'bottom', columns: 2 },
    },
  };
  const only = (marks: readonly string[]): object[] => [{ filter: { field: 'mark', oneOf: marks } }];
  const path = { ...encoding, detail: { field: 'line' }, order: { field: 'order', type: 'quantitative' } };
  return {
    width: WIDTH,
    height: HEIGHT,
    data: { values },
    layer: [
      {
        transform: only(['dashed']),
        mark: { type: 'line', strokeWidth: 1, strokeDash: [4, 4] },
        encoding: path,
      },
      { transform: only(['line', 'both']), mark: { type: 'line', strokeWidth: 2 }, encoding: path },
      {
        transform: [{ filter: 'isValid(datum.lower) && isValid(datum.upper)' }],
        mark: { type: 'rule', strokeWidth: 1.5 },
        encoding: { ...encoding, y: { ...encoding.y, field: 'lower' }, y2: { field: 'upper' } },
      },
      {
        transform: only(['points', 'both']),
        mark: { type: 'circle', size: 45, opacity: 1 },
        encoding,
      },
    ],
    config,
  } as unknown as TopLevelSpec;
}

const channel = (
  field: 'x' | 'y',
  { title, logarithmic = false }: PlotAxis,
  empty: boolean,
): Readonly<Record<string, unknown>> => ({
  field,
  type: 'quantitative',
  scale: {
    ...(logarithmic ? { type: 'log', nice: false, padding: PADDING } : { zero: false }),
    ...(empty ? { domain: [1, 10] } : {}),
  },
  axis: {
    title,
    ...(field === 'x' || logarithmic ? { grid: false } : {}),
    ...(logarithmic ? { tickCount: 5, labelExpr: LABEL } : {}),
  },
});
