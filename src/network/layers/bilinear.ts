import { InputError } from '../../base/errors.ts';
import type { Builder, Weight } from '../builder.ts';
import { type Layer, type LayerType, onlyFields, readWeight } from '../layer-type.ts';
import type { Value } from '../program.ts';
import { expectShape, indeterminate, weight as toWeight, type WeightLike } from '../weight.ts';

export interface BilinearOptions {
  /** B, of shape [out, in, in]. */
  readonly weight: WeightLike;
  /** b, of shape [out]. */
  readonly bias?: WeightLike;
  /** Leave every weight of this layer an indeterminate. */
  readonly symbolic?: boolean;
}

export interface Bilinear extends Layer {
  readonly type: 'bilinear';
  readonly weight: Weight;
  readonly bias?: Weight;
  readonly symbolic?: true;
}

/**
 * y_o = Σ_ij B_oij x_i x_j + b_o: a bilinear form of the input with itself, B of shape [out, in, in] as in
 * `torch.nn.Bilinear(x, x)`. Throws {@link InputError} when the shapes do not fit.
 */
export function bilinear({ weight, bias, symbolic = false }: BilinearOptions): Bilinear {
  return {
    type: 'bilinear',
    weight: toWeight(weight, 'weight'),
    ...(bias === undefined ? {} : { bias: toWeight(bias, 'bias') }),
    ...(symbolic ? { symbolic } : {}),
    build,
  };
}

function build(this: Bilinear, builder: Builder, x: Value): Value {
  const [inputs] = builder.shape(x);
  const number = builder.nextLayerNumber();
  const outputs = this.weight.shape[0] ?? 0;
  expectShape(
    'weight',
    this.weight,
    [outputs, inputs!, inputs!],
    `The layer before gives ${inputs} values, and B is [out, in, in]`,
  );
  const b = builder.parameter(`B${number}`, this.symbolic ? indeterminate(this.weight.shape) : this.weight);
  const form = builder.einsum('oi,i->o', builder.einsum('oij,j->oi', b, x), x);
  if (this.bias === undefined) return form;
  expectShape('bias', this.bias, [outputs], 'It has one entry for each output');
  return builder.add(form, builder.parameter(`b${number}`, this.symbolic ? indeterminate(this.bias.shape) : this.bias));
}

export const layerType: LayerType = {
  type: 'bilinear',
  summary: 'y_o = Σ_ij B_oij x_i x_j + b_o; weight [out, in, in], bias [out] (optional)',
  read(json, context) {
    onlyFields(json, ['weight', 'bias', 'symbolic'], context.where);
    const { weight, bias, symbolic } = json;
    if (symbolic !== undefined && typeof symbolic !== 'boolean')
      throw new InputError(`${context.where}.symbolic`, `expected true or false, got ${JSON.stringify(symbolic)}`);
    if (weight === undefined) throw new InputError(`${context.where}.weight`, 'missing', 'It has shape [out, in, in]');
    return bilinear({
      weight: readWeight(weight, context, 'weight'),
      ...(bias === undefined || bias === null ? {} : { bias: readWeight(bias, context, 'bias') }),
      ...(symbolic === undefined ? {} : { symbolic }),
    });
  },
  example: bilinear({
    weight: [
      [
        [1, 2],
        ['1/3', -1],
      ],
      [
        [0, 1],
        [1, 0],
      ],
    ],
    bias: [1, '-1/2'],
  }),
};
