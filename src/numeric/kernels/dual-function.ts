/**
 * The dual activation of a function in closed form: for (u, v) ~ N(0, [[K11, K12], [K12, K22]]), E[σ(u) σ(v)] and
 * E[σ'(u) σ'(v)]. A new one is one file in `duals/`. For any K11, K22 ≥ 0 and K12² ≤ K11 K22 up to rounding, zeros and
 * correlations ±1 included, both are finite unless their values overflow.
 */
export interface DualFunction {
  /** That of the activation. */
  readonly name: string;
  /** σ, its dual and that of its derivative, as text. */
  readonly summary: string;
  dual(k11: number, k12: number, k22: number): number;
  /** With σ' as it is almost everywhere: 0 for step and sign. */
  derivativeDual(k11: number, k12: number, k22: number): number;
}
