/** The format of `network.json`. */
import { InputError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import { isLength, type Layer, type ReadingContext } from './layer-type.ts';
import { layerTypes } from './layer-types.generated.ts';
import { type Network, network } from './network.ts';
import type { TensorFile } from './safetensors.ts';
import { suggestion } from './suggestion.ts';

/**
 * A network from its JSON: `{ name?, inputs, outputs?, weights?, layers }`, as in ARCHITECTURE.md.
 * `tensors` are the weights' file, for layers that name tensors.
 * Throws {@link InputError} naming the layer and the field.
 */
export function parseNetwork(json: unknown, tensors?: TensorFile, where = 'network.json'): Network {
  if (!isObject(json)) throw new InputError(where, `expected an object with inputs and layers, got ${kindOf(json)}`);
  for (const field of Object.keys(json)) {
    if (!FIELDS.includes(field))
      throw new InputError(
        where,
        `the field '${field}' is not known`,
        `${suggestion(field, FIELDS)}A network has ${FIELDS.join(', ')}`,
      );
  }
  const { name, inputs, outputs, layers } = json;
  if (name !== undefined && typeof name !== 'string')
    throw new InputError(`${where}: name`, `expected a string, got ${JSON.stringify(name)}`);
  if (!isLength(inputs) && !isNameList(inputs))
    throw new InputError(
      `${where}: inputs`,
      `expected a list of names or how many there are, got ${JSON.stringify(inputs) ?? 'nothing'}`,
    );
  if (outputs !== undefined && !isNameList(outputs))
    throw new InputError(`${where}: outputs`, `expected a list of names, got ${JSON.stringify(outputs)}`);
  const read = (value: unknown, at: string): readonly Layer[] => {
    if (!Array.isArray(value)) throw new InputError(at, `expected a list of layers, got ${kindOf(value)}`);
    return value.map((layer, index) => readLayer(layer, `${at}[${index}]`));
  };
  const readLayer = (layer: unknown, at: string): Layer => {
    if (!isObject(layer))
      throw new InputError(at, `expected a layer such as { "type": "dense", … }, got ${kindOf(layer)}`);
    const types = layerTypes.map(({ type }) => type);
    const found = layerTypes.find(({ type }) => type === layer.type);
    if (found === undefined) {
      const got =
        layer.type === undefined ? 'its type is missing' : `there is no layer type ${JSON.stringify(layer.type)}`;
      throw new InputError(at, got, `${suggestion(String(layer.type), types)}The types are ${types.join(', ')}`);
    }
    const context: ReadingContext = { where: `${at} (${found.type})`, tensor: tensorOf, layers: read };
    try {
      return found.read(layer, context);
    } catch (error) {
      if (!(error instanceof InputError) || error.where.startsWith(at)) throw error;
      throw new InputError(`${context.where}: ${error.where}`, error.problem, error.remedy);
    }
  };
  const tensorOf: ReadingContext['tensor'] = (tensor, at) => {
    if (tensors === undefined)
      throw new InputError(
        at,
        `it names the tensor '${tensor}', but the network has no weights file`,
        'Add "weights": "model.safetensors", or give the numbers inline',
      );
    return tensors.tensor(tensor, at);
  };
  const built = read(layers, `${where}: layers`);
  try {
    return network({
      inputs,
      layers: built,
      ...(name === undefined ? {} : { name }),
      ...(outputs === undefined ? {} : { outputs }),
    });
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${where}: ${error.where}`, error.problem, error.remedy);
    throw error;
  }
}

const FIELDS: readonly string[] = ['name', 'inputs', 'outputs', 'weights', 'layers'];

const isNameList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');

const kindOf = (value: unknown): string =>
  value === undefined
    ? 'nothing'
    : Array.isArray(value)
      ? 'a list'
      : value === null
        ? 'null'
        : isObject(value)
          ? 'an object'
          : `a ${typeof value}`;
