/** A plot as plain data, as a claim returns it with its finding. */
export interface Plot {
  /** The file name without its ending. */
  readonly name: string;
  /** What the picture shows, in a sentence or two. */
  readonly caption: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly series: readonly PlotSeries[];
}

export interface PlotAxis {
  readonly title: string;
  /** A logarithmic axis; what is not positive is left out. */
  readonly logarithmic?: boolean;
}

export interface PlotSeries {
  /** Series of one name share a colour: a dashed guide beside what it belongs to. */
  readonly name: string;
  /** `both` when left out. */
  readonly mark?: 'points' | 'line' | 'both' | 'dashed';
  readonly points: readonly PlotPoint[];
}

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
  /** The ends of an interval around y. */
  readonly lower?: number;
  readonly upper?: number;
}
