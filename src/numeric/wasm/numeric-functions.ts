type LaneFunctions<Suffix extends string> = {
  readonly [Name in keyof Lanes as `${Name}${Suffix}`]: Lanes[Name];
};

/** The kernels that come for doubles and for floats; see assembly/numeric/lanes.ts. */
export interface Lanes {
  multiply(
    out: number,
    weights: number,
    x: number,
    panels: number,
    columns: number,
    blocks: number,
    outStride: number,
    xStride: number,
  ): void;
  pack(out: number, source: number, rowOffsets: number, columnOffsets: number, rows: number, columns: number): void;
  contract(
    out: number,
    operands: number,
    operandCount: number,
    size: number,
    terms: number,
    blocks: number,
    outStride: number,
  ): void;
  addScaled(
    out: number,
    x: number,
    c: number,
    size: number,
    blocks: number,
    outStride: number,
    xStride: number,
    uniform: boolean,
    first: boolean,
  ): void;
  polynomial(
    out: number,
    x: number,
    bias: number,
    coefficients: number,
    degree: number,
    size: number,
    blocks: number,
    outStride: number,
    xStride: number,
  ): void;
}

/** Products between values, for doubles and for floats; see assembly/numeric/gram.ts, panels.ts and semidefinite.ts. */
export interface Products {
  gram(
    out: number,
    outStride: number,
    x: number,
    xStep: number,
    xPerBlock: number,
    xStride: number,
    count: number,
    y: number,
    entries: number,
    yBlocks: number,
    yStride: number,
    upper: boolean,
  ): void;
  mix(
    out: number,
    x: number,
    m: number,
    entries: number,
    blocks: number,
    outStride: number,
    xStride: number,
    mStride: number,
  ): void;
  multiplyRows(
    out: number,
    weights: number,
    x: number,
    rows: number,
    columns: number,
    blocks: number,
    outStride: number,
    xStride: number,
    triangular: boolean,
  ): void;
  multiplyColumns(
    out: number,
    weights: number,
    x: number,
    rows: number,
    columns: number,
    blocks: number,
    outStride: number,
    xStride: number,
    accumulate: boolean,
    copy: number,
  ): void;
  combine(to: number, from: number, c: number, d: number, n: number, width: number): void;
  place(
    m: number,
    mStride: number,
    source: number,
    n: number,
    width: number,
    blocks: number,
    scale: number,
    triangular: boolean,
  ): void;
  hadamard(out: number, x: number, y: number, rows: number, accumulate: boolean): void;
}

type ProductFunctions<Suffix extends string> = {
  readonly [Name in keyof Products as `${Name}${Suffix}`]: Products[Name];
};

/** What assembly/numeric.ts exports. Addresses are bytes. */
export interface NumericFunctions
  extends LaneFunctions<'Double'>,
    LaneFunctions<'Single'>,
    ProductFunctions<'Double'>,
    ProductFunctions<'Single'> {
  cholesky(a: number, n: number, width: number, tolerance: number, diagonal: number): number;
  solveLower(u: number, b: number, n: number, width: number): void;
  solveUpper(u: number, b: number, n: number, width: number): void;
  heapStart(): number;
  fillGaussians(out: number, count: number, first: number, source: number, edges: number, factor: number): void;
  fillGaussiansSingle(out: number, count: number, first: number, source: number, edges: number, factor: number): void;
  fillUniforms(out: number, groups: number, firstBlock: number, source: number): void;
  fillWords(out: number, groups: number, firstBlock: number, source: number): void;
}
