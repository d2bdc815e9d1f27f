/** The main job by its few names; everything else is in `isserlis/network`, `/symbolic`, `/numeric`, `/theory`, `/testing`. */
export { InputError, TooLargeError } from './base/errors.ts';
export { polynomial } from './network/activations/polynomial.ts';
export { bilinear } from './network/layers/bilinear.ts';
export { dense } from './network/layers/dense.ts';
export { product } from './network/layers/product.ts';
export { residual } from './network/layers/residual.ts';
export { square } from './network/layers/square.ts';
export { type Network, network } from './network/network.ts';
export { readNetwork } from './network/read-network.ts';
export { expand } from './symbolic/expand.ts';
export { expandInParallel } from './symbolic/expand-in-parallel.ts';
export { Polynomial } from './symbolic/polynomial-constructors.ts';
export { PolynomialMap } from './symbolic/polynomial-map.ts';
export { verify } from './symbolic/verify.ts';
