/** How large a network's values are, layer by layer. */
import type { GradientProgram } from '../gradient/gradient-program.ts';
import type { Values } from '../gradient/step.ts';

/** The last value of each layer. */
export interface LayerValue {
  /** `layers[2] (dense)`. */
  readonly layer: string;
  readonly value: number;
}

/** One for each layer that computes something, in their order. */
export function layerValues({ layout: { program } }: GradientProgram): readonly LayerValue[] {
  const last = new Map<string, number>();
  program.nodes.forEach((node, value) => {
    const layer = program.places[value]!.split(', ')[0]!;
    if (layer !== '' && node.operation !== 'parameter' && node.operation !== 'constant') last.set(layer, value);
  });
  return [...last].map(([layer, value]) => ({ layer, value }));
}

/** Adds Σ x² over the entries of each layer's values to `sums`. */
export function addSquares(sums: Float64Array, layers: readonly LayerValue[], { entries }: Values): void {
  layers.forEach(({ value }, k) => {
    let sum = 0;
    const list = entries[value]!;
    for (let i = 0; i < list.length; i++) sum += list[i]! * list[i]!;
    sums[k]! += sum;
  });
}

/** Where a value that is NaN or infinite first came up; undefined where there is none. */
export function firstNotFinite(
  program: GradientProgram,
  { entries }: Values,
): { layer: string; value: number } | undefined {
  const { nodes, places, parameters } = program.layout.program;
  for (const [node, list] of entries.entries()) {
    const bad = list.find((x) => !Number.isFinite(x));
    if (bad === undefined) continue;
    const found = nodes[node]!;
    const what = found.operation === 'parameter' ? `: weight ${parameters[found.parameter]!.name}` : '';
    return { layer: `${places[node]!.split(', ')[0]!}${what}`, value: bad };
  }
  return undefined;
}
