import type { Graph } from '../../../src/numeric/onnx/graph.ts';

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

function elementwise(a: Tensor, b: Tensor, f: (x: number, y: number) => number): Tensor {
  const rank = Math.max(a.shape.length, b.shape.length);
  const padded = [a, b].map(({ shape }) => [...Array<number>(rank - shape.length).fill(1), ...shape]);
  const shape = padded[0]!.map((n, k) => {
    const m = padded[1]![k]!;
    if (n !== m && n !== 1 && m !== 1) throw new Error(`shapes ${a.shape} and ${b.shape}`);
    return Math.max(n, m);
  });
  const at = (operand: number, position: number): number => {
    let [index, step, rest] = [0, 1, position];
    for (let k = rank - 1; k >= 0; k--) {
      const digit = rest % shape[k]!;
      rest = Math.floor(rest / shape[k]!);
      if (padded[operand]![k] !== 1) index += digit * step;
      step *= padded[operand]![k]!;
    }
    return index;
  };
  return { shape, values: Array.from({ length: size(shape) }, (_, i) => f(a.values[at(0, i)]!, b.values[at(1, i)]!)) };
}

const map = ({ shape, values }: Tensor, f: (x: number) => number): Tensor => ({ shape, values: values.map(f) });

function transpose({ shape, values }: Tensor): Tensor {
  const [n, m] = shape as [number, number];
  return { shape: [m, n], values: Array.from({ length: n * m }, (_, i) => values[(i % n) * m + Math.floor(i / n)]!) };
}

function product(a: Tensor, b: Tensor): Tensor {
  const [[n, inner], [other, m]] = [a.shape as [number, number], b.shape as [number, number]];
  if (inner !== other) throw new Error(`shapes ${a.shape} and ${b.shape}`);
  const values = Array.from({ length: n * m }, (_, p) => {
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += a.values[Math.floor(p / m) * inner + k]! * b.values[k * m + (p % m)]!;
    return sum;
  });
  return { shape: [n, m], values };
}

function reshape({ values }: Tensor, shape: readonly number[]): Tensor {
  const known = shape.filter((n) => n !== -1).reduce((a, b) => a * b, 1);
  const result = shape.map((n) => (n === -1 ? values.length / known : n));
  if (size(result) !== values.length) throw new Error(`${values.length} values as ${shape}`);
  return { shape: result, values };
}

/** A graph's outputs over doubles, by the definitions of its operators. */
export function interpret(graph: Graph, inputs: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>> {
  const values = new Map<string, Tensor>(Object.entries(inputs));
  for (const { name, shape } of graph.inputs)
    shape.forEach((length, k) => {
      if (typeof length === 'number' && values.get(name)?.shape[k] !== length)
        throw new Error(`input ${name}: ${values.get(name)?.shape}`);
    });
  for (const { name, shape, values: data } of graph.constants)
    values.set(name, { shape, values: [...data].map(Number) });
  for (const { type, inputs: names, output, attributes } of graph.nodes) {
    const [a, b, c] = names.map((name) => values.get(name)!) as [Tensor, Tensor, Tensor];
    const operators: Readonly<Record<string, () => Tensor>> = {
      Identity: () => a,
      Transpose: () => transpose(a),
      Reshape: () => reshape(a, b.values),
      Gemm: () => {
        const sum = product(attributes.transA ? transpose(a) : a, attributes.transB ? transpose(b) : b);
        return c === undefined ? sum : elementwise(sum, c, (x, y) => x + y);
      },
      Add: () => elementwise(a, b, (x, y) => x + y),
      Sub: () => elementwise(a, b, (x, y) => x - y),
      Mul: () => elementwise(a, b, (x, y) => x * y),
      Relu: () => map(a, (x) => Math.max(0, x)),
      Sign: () => map(a, Math.sign),
      Tanh: () => map(a, Math.tanh),
      Sigmoid: () => map(a, (x) => 1 / (1 + Math.exp(-x))),
      ReduceSumSquare: () => ({ shape: a.shape.map(() => 1), values: [a.values.reduce((sum, x) => sum + x * x, 0)] }),
    };
    values.set(output, operators[type]!());
  }
  return Object.fromEntries(graph.outputs.map(({ name }) => [name, values.get(name)!]));
}
