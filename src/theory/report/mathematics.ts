import type { Html } from './html.ts';

/** What sets formulas. */
export interface Mathematics {
  /** KaTeX and its version. */
  readonly version: string;
  /** A formula inside a line. */
  typeset(latex: string): Html;
  /** The style sheet that a page with such formulas needs, self-contained. */
  style(page: string): Promise<string>;
}
