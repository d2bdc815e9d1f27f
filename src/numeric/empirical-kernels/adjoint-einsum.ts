import { parseEinsum } from '../../network/einsum.ts';

/** How the derivative by one operand of an einsum is an einsum. */
export interface AdjointEinsum {
  /** The operands: the adjoint of the result, the other operands in order, then ones of the operand's shape where `ones`. */
  readonly specification: string;
  readonly others: readonly number[];
  /** The operand has an index that neither the result nor another operand has. */
  readonly ones: boolean;
}

/**
 * y_O = Σ Π_k x_k, so ∂/∂x_k Σ_O δ_O y_O = Σ δ_O Π_{j≠k} x_j over all indices but those of x_k.
 */
export function adjointEinsum(specification: string, operand: number): AdjointEinsum {
  const { operands, output } = parseEinsum(specification);
  const own = operands[operand]!;
  const others = operands.map((_, k) => k).filter((k) => k !== operand);
  const rest = [output, ...others.map((k) => operands[k]!)];
  const ones = [...own].some((index) => !rest.some((indices) => indices.includes(index)));
  return { specification: `${[...rest, ...(ones ? [own] : [])].join(',')}->${own}`, others, ones };
}
