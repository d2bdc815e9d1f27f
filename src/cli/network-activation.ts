/** The activation of a network on disk. */
import { statSync } from 'node:fs';
import { exactValue } from '../base/coefficient.ts';
import { InputError } from '../base/errors.ts';
import type { Activation } from '../network/activation.ts';
import type { UnivariateFormula } from './univariate-formula.ts';

/**
 * The one activation that all layers of a network share; undefined when there is no folder or JSON file of that name.
 * Throws {@link InputError} when the network has none, or several.
 */
export async function networkActivation(
  path: string,
): Promise<{ readonly name: string; readonly formula: UnivariateFormula } | undefined> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || !(found.isDirectory() || path.endsWith('.json'))) return undefined;
  const { readNetwork } = await import('../network/read-network.ts');
  const { trace } = await import('../network/network.ts');
  const network = await readNetwork(path);
  const activations = new Map<string, Activation>();
  for (const node of trace(network).nodes)
    if (node.operation === 'map') activations.set(describe(node.activation), node.activation);
  const [activation, ...others] = activations.values();
  if (activation === undefined || others.length > 0)
    throw new InputError(
      path,
      `expected a network with one activation, got ${activations.size === 0 ? 'none' : [...activations.keys()].join(' and ')}`,
      'Give the activation itself, such as "x + x^2/2"',
    );
  const name = `${describe(activation)} of ${network.name}`;
  const { coefficients, f, df } = activation;
  if (coefficients !== undefined) return { name, formula: { coefficients: coefficients.map((c) => exactValue(c)) } };
  if (f === undefined || df === undefined)
    throw new InputError(path, `its activation ${activation.kind} has no derivative in floats`);
  return { name, formula: { function: { name: activation.kind, f, df } } };
}

const describe = ({ kind, coefficients }: Activation): string =>
  coefficients === undefined ? kind : `${kind} [${coefficients.join(', ')}]`;
