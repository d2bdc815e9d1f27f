/** Kernels of a finite network from a sweep's values and adjoints. */
import type { Block, LaneArena } from './lane-arena.ts';
import type { Sweep } from './sweep.ts';

/** Where samples of one sweep meet those of another: entries (row, column) of a matrix with rows of `width`. */
export interface Target {
  readonly matrix: Float64Array | Float32Array;
  readonly width: number;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  /** Rows and columns are the same samples: only the entries on and above the diagonal are added to. */
  readonly symmetric: boolean;
}

/** Adds scale · Σ_p rate_p (the part of weight p in Θ) of the output that both sweeps went back from. */
export function addTheta(
  arena: LaneArena,
  a: Sweep,
  b: Sweep,
  rates: readonly number[],
  target: Target,
  scale: number,
): void {
  a.parts.forEach(({ parameter, x, delta, map }, k) => {
    const other = b.parts[k]!;
    const rate = rates[parameter]! * scale;
    const known = a === b ? map?.innerProducts : undefined;
    const deltas = known?.delta ?? gram(arena, delta, other.delta, target, 'adjoints');
    if (x === undefined) addProduct(arena, target, rate, deltas);
    else addProduct(arena, target, rate, deltas, known?.x ?? gram(arena, x, other.x!, target, 'values'));
  });
}

/** Adds scale · f(a)·f(b), over all outputs. */
export function addOutputProducts(arena: LaneArena, a: Sweep, b: Sweep, target: Target, scale: number): void {
  addProduct(arena, target, scale, gram(arena, a.output, b.output, target, 'values'));
}

function gram(arena: LaneArena, x: Block, y: Block, { rows, columns }: Target, what: string): number {
  const bytes = Math.ceil(rows / 4) * 4 * arena.widthOf(columns) * arena.precision.bytes;
  const out = arena.scratch(`inner products of ${what}`, bytes);
  arena.gram(out, x, y, rows, columns, x === y);
  return out;
}

function addProduct(arena: LaneArena, target: Target, rate: number, left: number, right?: number): void {
  const { matrix, width, row, column, rows, columns, symmetric } = target;
  const step = arena.widthOf(columns);
  const x = arena.numbers(left, rows * step);
  const y = right === undefined ? undefined : arena.numbers(right, rows * step);
  for (let i = 0; i < rows; i++) {
    const to = (row + i) * width + column;
    const from = i * step;
    if (y === undefined) for (let j = symmetric ? i : 0; j < columns; j++) matrix[to + j]! += rate * x[from + j]!;
    else for (let j = symmetric ? i : 0; j < columns; j++) matrix[to + j]! += rate * (x[from + j]! * y[from + j]!);
  }
}
