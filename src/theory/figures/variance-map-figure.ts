import type { TopLevelSpec } from 'vega-lite';
import { draw, type Figure } from './figure.ts';
import { ACCENT, config, INK, QUIET } from './style.ts';

const WIDTH = 340;
const HEIGHT = 340;
const POINTS = 160;

export interface VarianceMapPlot {
  /** V, in floats. */
  variance(K: number): number;
  /** Where the cobweb starts. */
  readonly start: number;
  /** How many steps of it, as far as they stay in the picture. */
  readonly depth: number;
  /** Marked, with their kind in the description. */
  readonly fixedPoints: readonly { readonly variance: number; readonly attracting: boolean }[];
}

/**
 * The variance map V over K with the diagonal, the fixed points (full when attracting, hollow when not) and the cobweb
 * K → V(K) → V(V(K)) → … from a start.
 */
export function varianceMapFigure(plot: VarianceMapPlot): Promise<Figure> {
  const top = 1.3 * Math.max(plot.start, ...plot.fixedPoints.map(({ variance }) => variance), 1e-12);
  return draw(specification(plot, top), describe(plot));
}

function specification({ variance, start, depth, fixedPoints }: VarianceMapPlot, top: number): TopLevelSpec {
  const curve = Array.from({ length: POINTS + 1 }, (_, i) => {
    const K = (top * i) / POINTS;
    const V = variance(K);
    // Nothing is drawn above the picture; the line breaks there.
    return { K, V: V <= top ? V : null };
  });
  const cobweb = cobwebOf(variance, start, depth, top);
  const axis = (title: string): object => ({ title, tickCount: 6 });
  const scale = { domain: [0, top], nice: false };
  const encoding = {
    x: { field: 'K', type: 'quantitative', scale, axis: axis('variance K') },
    y: { field: 'V', type: 'quantitative', scale, axis: axis('next layer V(K)') },
  };
  const line = (values: readonly object[], mark: object): object => ({
    data: { values },
    mark: { type: 'line', ...mark },
    encoding: { ...encoding, order: { field: 'step', type: 'quantitative' } },
  });
  const numbered = (values: readonly { K: number; V: number | null }[]): readonly object[] =>
    values.map((value, step) => ({ ...value, step }));
  return {
    width: WIDTH,
    height: HEIGHT,
    layer: [
      line(
        numbered([
          { K: 0, V: 0 },
          { K: top, V: top },
        ]),
        { color: QUIET, strokeWidth: 1, strokeDash: [4, 4] },
      ),
      line(numbered(cobweb), { color: QUIET, strokeWidth: 1 }),
      line(numbered(curve), { color: ACCENT, strokeWidth: 2 }),
      {
        data: {
          values: fixedPoints.map((point) => ({ K: point.variance, V: point.variance, attracting: point.attracting })),
        },
        mark: { type: 'point', size: 70, opacity: 1, stroke: INK, strokeWidth: 1.5, clip: false },
        encoding: {
          x: encoding.x,
          y: encoding.y,
          fill: { condition: { test: 'datum.attracting', value: INK }, value: 'white' },
        },
      },
    ],
    config,
  } as TopLevelSpec;
}

function cobwebOf(
  variance: (K: number) => number,
  start: number,
  depth: number,
  top: number,
): readonly { K: number; V: number }[] {
  const path = [{ K: start, V: 0 }];
  let K = start;
  for (let step = 0; step < depth; step++) {
    const V = variance(K);
    path.push({ K, V: Math.min(V, top) });
    if (!(V <= top)) break;
    path.push({ K: V, V });
    K = V;
  }
  return path;
}

function describe({ start, fixedPoints }: VarianceMapPlot): string {
  const list = fixedPoints.map(
    ({ variance, attracting }) => `${Number(variance.toPrecision(4))} (${attracting ? 'attracting' : 'repelling'})`,
  );
  return `The variance map with the diagonal and the iteration from K = ${Number(start.toPrecision(4))}; fixed points: ${list.join(', ') || 'none'}.`;
}
