// Written by `npm run registries` from src/network/activations/ and src/network/layers/: do not edit.
import { layerType as activationsPolynomial } from './activations/polynomial.ts';
import { layerType as activationsRelu } from './activations/relu.ts';
import { layerType as activationsSigmoid } from './activations/sigmoid.ts';
import { layerType as activationsTanh } from './activations/tanh.ts';
import type { LayerType } from './layer-type.ts';
import { layerType as layersBilinear } from './layers/bilinear.ts';
import { layerType as layersDense } from './layers/dense.ts';
import { layerType as layersProduct } from './layers/product.ts';
import { layerType as layersResidual } from './layers/residual.ts';
import { layerType as layersSquare } from './layers/square.ts';

export const layerTypes: readonly LayerType[] = [
  activationsPolynomial,
  activationsRelu,
  activationsSigmoid,
  activationsTanh,
  layersBilinear,
  layersDense,
  layersProduct,
  layersResidual,
  layersSquare,
];
