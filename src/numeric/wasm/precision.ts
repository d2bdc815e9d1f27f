import { DOUBLE, type Rounding, SINGLE } from '../backend.ts';
import type { Lanes, NumericFunctions, Products } from './numeric-functions.ts';
import type { NumericModule } from './numeric-module.ts';

/** Bytes of a row: one entry of a value for the samples of a block. */
export const ROW = 32;

/** Rows of a panel in assembly/numeric: values have room for whole panels. */
export const PANEL = 5;

/** What differs between doubles and floats. */
export interface Precision {
  readonly rounding: Rounding;
  readonly bytes: number;
  /** Samples in a block. */
  readonly lanes: number;
  kernels(functions: NumericFunctions): Lanes;
  products(functions: NumericFunctions): Products;
  view(module: NumericModule, address: number, count: number): Float64Array | Float32Array;
}

export const double: Precision = {
  rounding: DOUBLE,
  bytes: 8,
  lanes: ROW / 8,
  kernels: (f) => ({
    multiply: f.multiplyDouble,
    pack: f.packDouble,
    contract: f.contractDouble,
    addScaled: f.addScaledDouble,
    polynomial: f.polynomialDouble,
  }),
  products: (f) => ({
    gram: f.gramDouble,
    mix: f.mixDouble,
    multiplyRows: f.multiplyRowsDouble,
    multiplyColumns: f.multiplyColumnsDouble,
    combine: f.combineDouble,
    place: f.placeDouble,
    hadamard: f.hadamardDouble,
  }),
  view: (module, address, count) => module.doubles(address, count),
};

export const single: Precision = {
  rounding: SINGLE,
  bytes: 4,
  lanes: ROW / 4,
  kernels: (f) => ({
    multiply: f.multiplySingle,
    pack: f.packSingle,
    contract: f.contractSingle,
    addScaled: f.addScaledSingle,
    polynomial: f.polynomialSingle,
  }),
  products: (f) => ({
    gram: f.gramSingle,
    mix: f.mixSingle,
    multiplyRows: f.multiplyRowsSingle,
    multiplyColumns: f.multiplyColumnsSingle,
    combine: f.combineSingle,
    place: f.placeSingle,
    hadamard: f.hadamardSingle,
  }),
  view: (module, address, count) => module.floats(address, count),
};
