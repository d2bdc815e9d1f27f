/**
 * Truncated polynomials in ε_c = C_c − 1, one for each contracted pair c of copies of the parameters. A correlation
 * function needs the derivative ∂^{k_c}/∂C_c^{k_c} at C = 1 only, so powers above k_c are dropped at once.
 */
export interface Couplings {
  /** The number of coefficients, Π (k_c + 1). */
  readonly size: number;
  /** k_c, the order of the derivative in each direction. */
  readonly orders: readonly number[];
  /** The place of ε_c minus that of 1, for each c. */
  readonly strides: readonly number[];
  /** The products that survive: `partners[i]` lists the j with ε^i ε^j kept; the product is at i + j. */
  readonly partners: readonly Uint16Array[];
}

export function couplings(orders: readonly number[]): Couplings {
  const strides: number[] = [];
  let size = 1;
  for (const order of orders) {
    strides.push(size);
    size *= order + 1;
  }
  const exponent = (place: number, c: number): number => Math.floor(place / strides[c]!) % (orders[c]! + 1);
  const partners = Array.from({ length: size }, (_, i) =>
    Uint16Array.from(
      Array.from({ length: size }, (_, j) => j).filter((j) =>
        orders.every((order, c) => exponent(i, c) + exponent(j, c) <= order),
      ),
    ),
  );
  return { size, orders, strides, partners };
}

/** No contraction: numbers. */
export const uncoupled: Couplings = couplings([]);
