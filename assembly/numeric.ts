/**
 * Kernels of src/numeric (AssemblyScript; `npm run kernels` compiles them). Arrays are row-major; addresses are bytes.
 */
export { fillGaussians, fillGaussiansSingle } from './numeric/gaussian';
export { gramDouble, gramSingle, hadamardDouble, hadamardSingle, mixDouble, mixSingle } from './numeric/gram';
export {
  addScaledDouble,
  addScaledSingle,
  contractDouble,
  contractSingle,
  multiplyDouble,
  multiplySingle,
  packDouble,
  packSingle,
  polynomialDouble,
  polynomialSingle,
} from './numeric/lanes';
export { fillUniforms, fillWords } from './numeric/random';

/** The first address that is free for data. */
export function heapStart(): usize {
  return __heap_base;
}

export { multiplyColumnsDouble, multiplyColumnsSingle, multiplyRowsDouble, multiplyRowsSingle } from './numeric/panels';
export {
  cholesky,
  combineDouble,
  combineSingle,
  placeDouble,
  placeSingle,
  solveLower,
  solveUpper,
} from './numeric/semidefinite';
