/** What assembly/numeric.ts exports. Addresses are bytes. */
export interface NumericFunctions {
  heapStart(): number;
  fillGaussians(out: number, groups: number, firstBlock: number, source: number, factor: number): void;
  fillGaussiansSingle(out: number, groups: number, firstBlock: number, source: number, factor: number): void;
  fillUniforms(out: number, groups: number, firstBlock: number, source: number): void;
  fillWords(out: number, groups: number, firstBlock: number, source: number): void;
}
