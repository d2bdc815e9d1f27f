import { InputError, TooLargeError } from '../../base/errors.ts';
import { parseEinsum } from '../../network/einsum.ts';
import type { Program } from '../../network/program.ts';

const WIDEST = 2 ** 24;

/**
 * The program with every hidden width replaced by `width` and no numbers in its weights. Axes that one operation ties
 * together have one length; those tied to the input or to the output keep theirs, all others are hidden.
 * Throws {@link InputError} unless the width is a positive integer and there is something hidden.
 */
export function programAtWidth(program: Program, width: number): Program {
  if (!Number.isSafeInteger(width) || width < 1)
    throw new InputError('width', `expected a positive integer, got ${width}`);
  if (width > WIDEST) throw new TooLargeError('width', `expected at most ${WIDEST}, got ${width}`);
  const parents: number[] = [];
  const axes = program.nodes.map(({ shape }) => shape.map(() => parents.push(parents.length) - 1));
  const rootOf = (axis: number): number => (parents[axis] === axis ? axis : rootOf(parents[axis]!));
  const tie = (a: number, b: number): void => {
    parents[rootOf(a)] = rootOf(b);
  };
  const tieAll = (these: readonly number[], those: readonly number[]): void => {
    for (const [k, axis] of these.entries()) tie(axis, those[k]!);
  };
  const firstOf = new Map<number, number>();
  program.nodes.forEach((node, value) => {
    const own = axes[value]!;
    if (node.operation === 'parameter') {
      const first = firstOf.get(node.parameter);
      if (first === undefined) firstOf.set(node.parameter, value);
      else tieAll(own, axes[first]!);
    } else if (node.operation === 'linear' || node.operation === 'map') {
      for (const argument of node.arguments) tieAll(own, axes[argument]!);
    } else if (node.operation === 'einsum') {
      const { operands, output } = parseEinsum(node.specification);
      const places = new Map<string, number>();
      [...operands, output].forEach((indices, k) => {
        const these = k < operands.length ? axes[node.arguments[k]!]! : own;
        [...indices].forEach((index, place) => {
          const known = places.get(index);
          if (known === undefined) places.set(index, these[place]!);
          else tie(these[place]!, known);
        });
      });
    }
  });
  const kept = new Set<number>();
  program.nodes.forEach((node, value) => {
    if (node.operation === 'input' || value === program.output) for (const axis of axes[value]!) kept.add(rootOf(axis));
  });
  let hidden = 0;
  const shapeOf = (value: number): readonly number[] =>
    program.nodes[value]!.shape.map((length, k) => {
      if (kept.has(rootOf(axes[value]![k]!))) return length;
      hidden++;
      return width;
    });
  const nodes = program.nodes.map((node, value) => ({ ...node, shape: shapeOf(value) }));
  if (hidden === 0)
    throw new InputError(
      'network',
      'no layer is hidden: every width is that of the input or of the output',
      'Give a network with at least two dense layers',
    );
  const parameters = program.parameters.map(({ name, shape }, parameter) => {
    const value = firstOf.get(parameter);
    return { name, shape: value === undefined ? shape : nodes[value]!.shape };
  });
  return { ...program, nodes, parameters };
}
