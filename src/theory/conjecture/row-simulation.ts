/** What of a simulation is kept with a row. */
export interface RowSimulation {
  readonly widths: readonly number[];
  readonly draws: number;
  readonly seed: number;
  readonly probes: number;
  readonly level: number;
  /** How a draw is evaluated. */
  readonly method: string;
  readonly byWidth: readonly {
    readonly width: number;
    readonly value: number;
    readonly lower: number;
    readonly upper: number;
    readonly heavyTailed: boolean;
  }[];
  /** A fit over the widths; null where an interval contains 0, and for one width. */
  readonly exponent: { readonly value: number; readonly lower: number; readonly upper: number } | null;
}
