import fc from 'fast-check';
import type { Layer } from '../../network/layer-type.ts';
import { dense } from '../../network/layers/dense.ts';
import { type Network, network, outputNames, trace } from '../../network/network.ts';
import { weightEntries, weightFrom } from '../arbitraries/steps.ts';
import { boundsHold } from './bounds.ts';
import { derivativeIsFiniteFieldDerivative } from './derivative.ts';
import { descriptionReadsBack, expansionIsForwardPass, expansionVerifies } from './expansion.ts';
import type { LawParameters } from './law.ts';

export interface LayerLawParameters extends LawParameters {
  /** How many inputs the layer takes; 2 when left out, as `LayerType.example` does. */
  readonly inputs?: number;
}

/**
 * What every layer must satisfy, whatever paper it comes from; call it in the test of a new layer. In the middle of
 * dense → layer → dense with random weights, so that nothing of the layer is at the edge: its description is JSON data
 * that reads back; degree, variables, terms and coefficients are within their bounds; expansion = forward pass; the
 * derivative is right; verification accepts the expansion. For layers that are polynomials.
 */
export function layerLaws(layer: Layer, { inputs = 2, ...parameters }: LayerLawParameters = {}): void {
  const around = sandwiches(layer, inputs);
  for (const law of [descriptionReadsBack, boundsHold, expansionIsForwardPass, derivativeIsFiniteFieldDerivative]) {
    law(around, parameters);
  }
  // Verification draws primes of its own and takes many times as long; what it draws does not depend on the layer.
  expansionVerifies(around, { ...parameters, numRuns: Math.ceil((parameters.numRuns ?? 100) / 10) });
}

/** dense → layer → dense, two inputs and two outputs. */
export function sandwiches(layer: Layer, inputs: number): fc.Arbitrary<Network> {
  const alone = network({ inputs, layers: [layer] });
  const outputs = outputNames(alone, trace(alone)).length;
  const weights = fc.record({ first: weightEntries(), bias: weightEntries(), last: weightEntries() });
  return weights.map(({ first, bias, last }) =>
    network({
      name: layer.type,
      inputs: 2,
      layers: [
        dense({ weight: weightFrom(first, inputs, 2), bias: weightFrom(bias, inputs) }),
        layer,
        dense({ weight: weightFrom(last, 2, outputs) }),
      ],
    }),
  );
}
