import type { PolynomialMap } from './polynomial-map.ts';
import type { PrintOptions } from './printing/layout.ts';

/** A written form of polynomials. A new one is one file in `formats/`. */
export interface Format {
  readonly name: string;
  /** One line for the list of formats. */
  readonly summary: string;
  /** The file name's ending, without the dot. */
  readonly extension: string;
  /** Whether it is meant for reading, so that long ones are cut unless all terms are asked for. */
  readonly forReading: boolean;
  /**
   * The text in pieces, so that a long one need never be whole in memory; ends with a newline.
   * Throws {@link InputError} when it cannot do what the options ask.
   */
  write(map: PolynomialMap, options?: PrintOptions): Iterable<string>;
}
