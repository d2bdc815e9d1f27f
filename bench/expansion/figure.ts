/** The picture of a run: all systems on all networks, then the growth as small multiples. */
import type { TopLevelSpec } from 'vega-lite';
import { draw } from '../../src/theory/figures/figure.ts';
import { ACCENT, config, FONT, FONT_SIZE, GRID, INK, QUIET } from '../../src/theory/figures/style.ts';
import { modelled } from './growth.ts';
import { best, type Cell, columnsIn, finished, type Results, type Sweep } from './results.ts';

const OURS = 'Isserlis';
const WIDTH = 620;
const ROW = 19;
/** Small multiples. */
const PANEL = { width: 150, height: 130, columns: 3 };

/** Colours that differ in lightness too, and a shape for each. */
const STYLES = [
  [INK, 'square'],
  ['#b3541e', 'diamond'],
  ['#3b7d3c', 'triangle-up'],
  ['#7b4ea3', 'triangle-down'],
  ['#c08a00', 'cross'],
  ['#c2477f', 'square'],
  ['#5b8db8', 'diamond'],
  [QUIET, 'triangle-up'],
] as const;

interface Mark {
  readonly case: string;
  readonly system: string;
  readonly milliseconds: number;
  readonly finished: boolean;
}

/** A mark for each time; at the limit for what was stopped there. */
function marksOf(cell: Cell, columns: readonly string[]): Mark[] {
  const name = `${cell.shape} ${cell.variant}`;
  const of = (system: string, outcome: ReturnType<typeof best>): Mark[] => {
    if (outcome?.state === 'finished')
      return [{ case: name, system, milliseconds: outcome.best * 1000, finished: true }];
    if (outcome?.state === 'over limit')
      return [{ case: name, system, milliseconds: outcome.limit * 1000, finished: false }];
    return [];
  };
  return [...of(OURS, cell.ours), ...columns.flatMap((column) => of(column, best(cell, column)))];
}

function timesView(results: Results): object {
  const columns = columnsIn(results);
  const values = results.cells.flatMap((cell) => marksOf(cell, columns));
  const cases = results.cells.map(({ shape, variant }) => `${shape} ${variant}`);
  const systems = [OURS, ...columns];
  const legend = {
    title: null,
    orient: 'top',
    columns: 5,
    symbolSize: 80,
    labelFont: FONT,
    labelFontSize: FONT_SIZE,
    labelColor: INK,
  };
  const encoding = {
    y: {
      field: 'case',
      type: 'nominal',
      sort: cases,
      scale: { domain: cases },
      axis: { title: null, grid: true, ticks: false, domain: false },
    },
    x: {
      field: 'milliseconds',
      type: 'quantitative',
      scale: { type: 'log' },
      axis: {
        title: 'milliseconds to the explicit polynomial (hollow: stopped at the limit)',
        ...decades(
          values.map(({ milliseconds }) => milliseconds),
          8,
        ),
      },
    },
    color: {
      field: 'system',
      type: 'nominal',
      scale: { domain: systems, range: [ACCENT, ...columns.map((_, i) => STYLES[i % STYLES.length]![0])] },
      legend,
    },
    shape: {
      field: 'system',
      type: 'nominal',
      scale: { domain: systems, range: ['circle', ...columns.map((_, i) => STYLES[i % STYLES.length]![1])] },
      legend,
    },
  };
  const layer = (filter: string, mark: object): object => ({
    transform: [{ filter }],
    mark: { type: 'point', ...mark },
  });
  return {
    width: WIDTH,
    height: ROW * cases.length,
    data: { values },
    encoding,
    layer: [
      layer(`datum.finished && datum.system !== '${OURS}'`, { filled: true, size: 55, opacity: 0.9 }),
      layer('!datum.finished', { filled: false, size: 55 }),
      layer(`datum.finished && datum.system === '${OURS}'`, { filled: true, size: 110, opacity: 1 }),
    ],
  };
}

/** Ticks at powers of ten, at every second or third where there are more than so many. */
export function decades(
  values: readonly number[],
  most: number,
): { readonly values: number[]; readonly format: string } {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const step = Math.max(1, Math.ceil((high - low) / most));
  const count = Math.floor((high - low) / step) + 1;
  return { values: Array.from({ length: count }, (_, i) => Number(`1e${low + i * step}`)), format: ',~r' };
}

/** Measured times as points; the model and the output's size as lines through the last of them. */
function sweepView(sweep: Sweep): object {
  const points = modelled(sweep);
  const last = points.at(-1);
  const values = points.map((point) => ({
    parameter: point.parameter,
    measured: point.seconds * 1000,
    model: (1000 * last!.seconds * point.operations) / last!.operations,
    output: (1000 * last!.seconds * point.outputBytes) / last!.outputBytes,
  }));
  const parameters = points.map(({ parameter }) => parameter);
  const y = (field: string): object => ({
    field,
    type: 'quantitative',
    scale: { type: 'log' },
    axis: {
      title: 'ms',
      ...decades(
        values.flatMap(({ measured, model, output }) => [measured, model, output]),
        5,
      ),
    },
  });
  const x = {
    field: 'parameter',
    type: 'quantitative',
    scale: { type: 'log', nice: false },
    axis: { title: sweep.parameter, grid: false, values: parameters, format: ',' },
  };
  return {
    width: PANEL.width,
    height: PANEL.height,
    data: { values },
    encoding: { x },
    layer: [
      { mark: { type: 'line', color: QUIET, strokeWidth: 1.2 }, encoding: { y: y('model') } },
      { mark: { type: 'line', color: QUIET, strokeWidth: 1.2, strokeDash: [3, 3] }, encoding: { y: y('output') } },
      { mark: { type: 'line', color: ACCENT, strokeWidth: 1.5 }, encoding: { y: y('measured') } },
      { mark: { type: 'point', color: ACCENT, filled: true, size: 45, opacity: 1 }, encoding: { y: y('measured') } },
    ],
  };
}

export function specification(results: Results): TopLevelSpec {
  const sweeps = results.growth.filter((sweep) => modelled(sweep).length > 1).map(sweepView);
  const rows = Array.from({ length: Math.ceil(sweeps.length / PANEL.columns) }, (_, row) => ({
    hconcat: sweeps.slice(row * PANEL.columns, (row + 1) * PANEL.columns),
    spacing: 34,
  }));
  return {
    title: {
      text: 'Expansion of polynomial networks',
      subtitle: `${results.machine.processor}, one thread, ${results.machine.date}`,
      anchor: 'start',
      color: INK,
      subtitleColor: QUIET,
    },
    vconcat: [
      timesView(results),
      ...(rows.length === 0
        ? []
        : [
            {
              title: {
                text: 'Growth of Isserlis',
                subtitle:
                  'points: measured; line: terms × cost of a forward pass × residues; dashed: size of the output',
                anchor: 'start',
                color: INK,
                subtitleColor: QUIET,
              },
              vconcat: rows,
              spacing: 20,
            },
          ]),
    ],
    spacing: 36,
    resolve: { scale: { color: 'independent', shape: 'independent' } },
    config: { ...config, background: '#ffffff', axis: { ...config.axis, gridColor: GRID } },
  } as unknown as TopLevelSpec;
}

/** The SVG of a run. */
export const toSvg = async (results: Results): Promise<string> =>
  (await draw(specification(results), describe(results))).svg;

function describe(results: Results): string {
  const ours = results.cells.flatMap(({ ours: outcome }) => finished(outcome)?.best ?? []);
  return ours.length === 0
    ? 'Times of expansion: no result.'
    : `Times of expansion on ${results.cells.length} networks by Isserlis and ${columnsIn(results).length} other systems; Isserlis takes from ${(Math.min(...ours) * 1000).toPrecision(2)} ms to ${(Math.max(...ours) * 1000).toPrecision(4)} ms.`;
}
