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

/** What assembly/numeric.ts exports. Addresses are bytes. */
export interface NumericFunctions extends LaneFunctions<'Double'>, LaneFunctions<'Single'> {
  heapStart(): number;
  fillGaussians(out: number, groups: number, firstBlock: number, source: number, factor: number): void;
  fillGaussiansSingle(out: number, groups: number, firstBlock: number, source: number, factor: number): void;
  fillUniforms(out: number, groups: number, firstBlock: number, source: number): void;
  fillWords(out: number, groups: number, firstBlock: number, source: number): void;
}
