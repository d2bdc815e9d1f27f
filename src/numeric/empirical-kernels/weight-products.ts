/** Where a program multiplies values by a weight of its own. */
import { parseEinsum } from '../../network/einsum.ts';
import { argumentsOf, type Program, type Value } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';

/** A node y = W x with W used nowhere else: row-major [rows, columns], after flattening. */
export interface WeightProduct {
  /** The node y. */
  readonly value: Value;
  readonly parameter: number;
  readonly x: Value;
  readonly rows: number;
  readonly columns: number;
}

/** How often each node is an argument; the output counts once more. */
export function usesOf(program: Program): readonly number[] {
  const uses = program.nodes.map(() => 0);
  for (const node of program.nodes) for (const argument of argumentsOf(node)) uses[argument]!++;
  uses[program.output]!++;
  return uses;
}

/**
 * The contractions of a weight, used once, with all entries of one value: 'oi,i->o', and 'oij,j->oi' too, whose rows are
 * the pairs oi. The gradient by such a weight is an outer product, so its part of Θ is (xᵀx) ∘ (δᵀδ).
 */
export function weightProducts(program: Program): ReadonlyMap<Value, WeightProduct> {
  const uses = usesOf(program);
  const found = new Map<Value, WeightProduct>();
  program.nodes.forEach((node, value) => {
    if (node.operation !== 'einsum' || node.arguments.length !== 2) return;
    const weight = node.arguments.findIndex((argument) => program.nodes[argument]!.operation === 'parameter');
    const [w, x] = [node.arguments[weight], node.arguments[1 - weight]];
    if (w === undefined || x === undefined || uses[w] !== 1) return;
    const other = program.nodes[x]!;
    if (other.operation === 'parameter' || other.operation === 'constant') return;
    const { operands, output } = parseEinsum(node.specification);
    if (operands[weight] !== output + operands[1 - weight]) return;
    const { parameter } = program.nodes[w] as Extract<typeof node | { parameter: number }, { parameter: number }>;
    found.set(value, { value, parameter, x, rows: sizeOf(node.shape), columns: sizeOf(other.shape) });
  });
  return found;
}
