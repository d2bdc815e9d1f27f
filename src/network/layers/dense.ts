import { InputError } from '../../base/errors.ts';
import type { Builder, Weight } from '../builder.ts';
import { isLength, type Layer, type LayerType, onlyFields, readWeight } from '../layer-type.ts';
import type { Value } from '../program.ts';
import { expectShape, indeterminate, weight as toWeight, type WeightLike } from '../weight.ts';

export interface DenseOptions {
  /** W, of shape [out, in]. May be left out when `symbolic` and `outputs` are given. */
  readonly weight?: WeightLike;
  /** b, of shape [out]; `true` asks for a symbolic one; left out or `false`, there is none. */
  readonly bias?: WeightLike | boolean;
  /** Leave every weight of this layer an indeterminate: W1_i_j and b1_i, whatever numbers are given. */
  readonly symbolic?: boolean;
  /** How many outputs, when no weight says it. */
  readonly outputs?: number;
}

export interface Dense extends Layer {
  readonly type: 'dense';
  readonly weight?: Weight;
  readonly bias?: Weight | true;
  readonly symbolic?: true;
  readonly outputs?: number;
}

/**
 * y = W x + b, with W of shape [out, in] and b of shape [out].
 * `dense({ outputs: 3, symbolic: true, bias: true })` keeps every weight an indeterminate.
 * Throws {@link InputError} when the shapes do not fit each other or the layer's input.
 */
export function dense(options: DenseOptions = {}): Dense {
  const { weight, bias, outputs, symbolic = false } = options;
  if (weight === undefined && !(symbolic && isLength(outputs))) {
    throw new InputError('dense', 'expected a weight', 'Give weight: [[…], …], or outputs: 3 with symbolic: true');
  }
  return {
    type: 'dense',
    ...(weight === undefined ? {} : { weight: toWeight(weight, 'weight') }),
    ...(bias === undefined || bias === false ? {} : { bias: bias === true ? bias : toWeight(bias, 'bias') }),
    ...(symbolic ? { symbolic } : {}),
    ...(outputs === undefined ? {} : { outputs }),
    build,
  };
}

function build(this: Dense, builder: Builder, x: Value): Value {
  const [inputs] = builder.shape(x);
  const number = builder.nextLayerNumber();
  const given = this.weight ?? indeterminate([this.outputs!, inputs!]);
  const outputs = this.outputs ?? given.shape[0] ?? 0;
  expectShape('weight', given, [outputs, inputs!], `The layer before gives ${inputs} values, and W is [out, in]`);
  const w = builder.parameter(`W${number}`, this.symbolic ? indeterminate(given.shape) : given);
  const product = builder.einsum('oi,i->o', w, x);
  if (this.bias === undefined) return product;
  const bias = this.bias === true ? indeterminate([outputs]) : this.bias;
  expectShape('bias', bias, [outputs], 'It has one entry for each row of the weight');
  return builder.add(product, builder.parameter(`b${number}`, this.symbolic ? indeterminate(bias.shape) : bias));
}

export const layerType: LayerType = {
  type: 'dense',
  summary: 'y = W x + b; weight [out, in], bias [out] (optional), or outputs with symbolic: true',
  read(json, context) {
    onlyFields(json, ['weight', 'bias', 'symbolic', 'outputs'], context.where);
    const { weight, bias, symbolic, outputs } = json;
    if (symbolic !== undefined && typeof symbolic !== 'boolean')
      throw new InputError(`${context.where}.symbolic`, `expected true or false, got ${JSON.stringify(symbolic)}`);
    if (outputs !== undefined && !isLength(outputs))
      throw new InputError(`${context.where}.outputs`, `expected a positive integer, got ${JSON.stringify(outputs)}`);
    if (weight === undefined && symbolic !== true)
      throw new InputError(
        `${context.where}.weight`,
        'missing',
        'Name a tensor of the weights file or give the rows inline',
      );
    return dense({
      ...(weight === undefined ? {} : { weight: readWeight(weight, context, 'weight') }),
      ...(bias === undefined || bias === null
        ? {}
        : { bias: typeof bias === 'boolean' ? bias : readWeight(bias, context, 'bias') }),
      ...(symbolic === undefined ? {} : { symbolic }),
      ...(outputs === undefined ? {} : { outputs }),
    });
  },
  example: dense({
    weight: [
      [1, '-1/2'],
      [0.25, 3],
      [2, -1],
    ],
    bias: [0, '2/3', -1],
  }),
};
