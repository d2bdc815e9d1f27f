/** A network with its weights replaced. */
import { InputError } from '../../base/errors.ts';
import type { Builder, Weight } from '../../network/builder.ts';
import type { Network } from '../../network/network.ts';

/**
 * The network with the doubles given, by name and row-major, in place of its weights, those that were symbolic too.
 * Throws {@link InputError} when it is traced and a weight is missing or of another length.
 */
export function withWeights(net: Network, weights: Readonly<Record<string, Float64Array>>): Network {
  return {
    ...net,
    layers: net.layers.map((layer) => ({
      ...layer,
      build: (builder, x) => layer.build(replacing(builder, weights), x),
    })),
  };
}

/** The builder, but that parameters have the weights given. */
function replacing(builder: Builder, weights: Readonly<Record<string, Float64Array>>): Builder {
  return new Proxy(builder, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (property === 'parameter')
        return (name: string, weight: Weight) => {
          const data = weights[name];
          const size = weight.shape.reduce((product, length) => product * length, 1);
          if (data?.length !== size)
            throw new InputError(`weights: ${name}`, `expected ${size} numbers, got ${data?.length ?? 'none'}`);
          return target.parameter(name, { shape: weight.shape, data: [...data] });
        };
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
