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
  a.parts.forEach(({ parameter, x, delta }, k) => {
    const other = b.parts[k]!;
    const rate = rates[parameter]! * scale;
    const inner = gram(arena, delta, other.delta, target);
    if (x === undefined) addProduct(target, rate, inner);
    else {
      const deltas = inner.numbers.slice();
      addProduct(target, rate, { ...inner, numbers: deltas }, gram(arena, x, other.x!, target));
    }
  });
}

/** Adds scale · f(a)·f(b), over all outputs. */
export function addOutputProducts(arena: LaneArena, a: Sweep, b: Sweep, target: Target, scale: number): void {
  addProduct(target, scale, gram(arena, a.output, b.output, target));
}

type Matrix = ReturnType<LaneArena['gram']>;

const gram = (arena: LaneArena, x: Block, y: Block, { rows, columns }: Target): Matrix =>
  arena.gram(x, y, arena.blocksOf(rows), arena.blocksOf(columns), x === y);

function addProduct(target: Target, rate: number, x: Matrix, y?: Matrix): void {
  const { matrix, width, row, column, rows, columns, symmetric } = target;
  for (let i = 0; i < rows; i++) {
    const to = (row + i) * width + column;
    const from = i * x.columns;
    for (let j = symmetric ? i : 0; j < columns; j++) {
      const product = x.numbers[from + j]! * (y === undefined ? 1 : y.numbers[from + j]!);
      matrix[to + j]! += rate * product;
    }
  }
}
