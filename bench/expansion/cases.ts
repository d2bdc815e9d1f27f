/** The networks of the benchmark, drawn from a salt: another salt gives other weights in the same shapes. */
import { type Key, key, uniform } from '../../src/base/philox.ts';

/** A `network.json`. */
export interface NetworkFile {
  readonly name: string;
  readonly inputs: number;
  readonly layers: readonly LayerFile[];
}

/** An entry is a string that says a rational, or a double. */
export type Entry = string | number;

export type LayerFile =
  | { readonly type: 'dense'; readonly weight: readonly (readonly Entry[])[]; readonly bias: readonly Entry[] }
  | { readonly type: 'dense'; readonly outputs: number; readonly bias: true; readonly symbolic: true }
  | { readonly type: 'polynomial'; readonly coefficients: readonly Entry[] };

/** int: −9 … 9. dec: three decimals. dbl: Gaussian doubles, taken exactly. rat: denominators to 1000. symbolic: indeterminates. */
export const variants = ['int', 'dec', 'dbl', 'rat', 'symbolic'] as const;
export type Variant = (typeof variants)[number];

export interface Shape {
  readonly name: string;
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly activation: keyof typeof activations;
  readonly variants: readonly Variant[];
}

const numeric: readonly Variant[] = ['int', 'dec', 'dbl', 'rat'];

/** S is small enough for every peer; W has every weight an indeterminate. */
export const shapes: readonly Shape[] = [
  { name: 'S', inputs: 3, hidden: [4, 4], activation: 'quadratic', variants: numeric },
  { name: 'A', inputs: 4, hidden: [8, 8], activation: 'cubic', variants: numeric },
  { name: 'B', inputs: 8, hidden: [16, 16], activation: 'quadratic', variants: numeric },
  { name: 'C', inputs: 6, hidden: [16, 16, 16], activation: 'quadratic', variants: numeric },
  { name: 'D', inputs: 10, hidden: [32, 32, 32], activation: 'quadratic', variants: numeric },
  { name: 'E', inputs: 6, hidden: [8, 8, 8], activation: 'cubic', variants: numeric },
  { name: 'F', inputs: 784, hidden: [32], activation: 'quadratic', variants: numeric },
  { name: 'W', inputs: 3, hidden: [4, 4], activation: 'square', variants: ['symbolic'] },
];

/** Coefficients c₀, c₁, … for integer weights, and for all others. */
const activations = {
  quadratic: { integers: ['0', '0', '1'], others: ['1/8', '1/2', '1/2'] },
  square: { integers: ['0', '0', '1'], others: ['0', '0', '1'] },
  cubic: { integers: ['0', '-3', '0', '1'], others: ['0', '-3', '0', '1'] },
  quartic: { integers: ['3', '0', '-6', '0', '1'], others: ['3', '0', '-6', '0', '1'] },
  quintic: { integers: ['0', '15', '0', '-10', '0', '1'], others: ['0', '15', '0', '-10', '0', '1'] },
} as const;

export const degreeOfActivation = (shape: Pick<Shape, 'activation'>): number =>
  activations[shape.activation].integers.length - 1;

/** The network of a shape, with one output. */
export const networkOf = (shape: Omit<Shape, 'variants'>, variant: Variant, salt: string): NetworkFile =>
  networkFrom(shape, variant === 'int' ? 'integers' : 'others', `${shape.name}-${variant}`, (layer, outputs, inputs) =>
    variant === 'symbolic'
      ? { type: 'dense', outputs, bias: true, symbolic: true }
      : denseLayer(key(0, `${shape.name}-${variant}-${salt}`), layer, outputs, inputs, draws[variant]),
  );

/** The same with integer weights of up to `bits` bits and a sign. */
export const networkOfBits = (shape: Omit<Shape, 'variants'>, bits: number, salt: string): NetworkFile =>
  networkFrom(shape, 'integers', `${shape.name}-${bits}-bits`, (layer, outputs, inputs) =>
    denseLayer(key(0, `${shape.name}-${bits}-bits-${salt}`), layer, outputs, inputs, (source, index, at) =>
      integerOfBits(source, index, at, bits),
    ),
  );

function networkFrom(
  { inputs, hidden, activation }: Omit<Shape, 'variants'>,
  kind: 'integers' | 'others',
  name: string,
  dense: (layer: number, outputs: number, inputs: number) => LayerFile,
): NetworkFile {
  const widths = [inputs, ...hidden, 1];
  const layers = widths
    .slice(1)
    .flatMap((outputs, layer): LayerFile[] => [
      dense(layer, outputs, widths[layer]!),
      ...(layer < hidden.length ? [{ type: 'polynomial' as const, coefficients: activations[activation][kind] }] : []),
    ]);
  return { name, inputs, layers };
}

/** One entry from a key, at (layer, index). */
type Draw = (source: Key, index: number, layer: number) => Entry;

/** Entry (o, i) of the weight is drawn at index o · (inputs + 1) + i, the bias after its row. */
function denseLayer(source: Key, layer: number, outputs: number, inputs: number, draw: Draw): LayerFile {
  const entry = (o: number, i: number): Entry => draw(source, o * (inputs + 1) + i, layer);
  const rows = Array.from({ length: outputs }, (_, o) => o);
  return {
    type: 'dense',
    weight: rows.map((o) => Array.from({ length: inputs }, (_, i) => entry(o, i))),
    bias: rows.map((o) => entry(o, inputs)),
  };
}

const uniformInteger = (u: number, low: number, high: number): number => low + Math.floor(u * (high - low + 1));

const draws: Readonly<Record<Exclude<Variant, 'symbolic'>, Draw>> = {
  int: (source, index, layer) => `${uniformInteger(uniform(source, index, layer), -9, 9)}`,
  dec: (source, index, layer) => decimal(uniformInteger(uniform(source, index, layer), -2000, 2000)),
  rat(source, index, layer) {
    const numerator = uniformInteger(uniform(source, 2 * index, layer), -2000, 2000);
    return `${numerator}/${uniformInteger(uniform(source, 2 * index + 1, layer), 1, 1000)}`;
  },
  // Box and Muller; 1 − u, since u may be 0.
  dbl(source, index, layer) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform(source, 2 * index, layer)));
    return radius * Math.cos(2 * Math.PI * uniform(source, 2 * index + 1, layer));
  },
};

/** Thousandths with three decimals. */
const decimal = (thousandths: number): string => (thousandths / 1000).toFixed(3);

function integerOfBits(source: Key, index: number, layer: number, bits: number): string {
  let magnitude = 0n;
  for (let drawn = 0; drawn < bits; drawn += 32) {
    const width = Math.min(32, bits - drawn);
    const word = Math.floor(uniform(source, index * 64 + drawn / 32, layer) * 2 ** width);
    magnitude = (magnitude << BigInt(width)) | BigInt(word);
  }
  return `${uniform(source, index * 64 + 63, layer) < 0.5 ? -magnitude : magnitude}`;
}
