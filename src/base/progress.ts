/** Told how far a long job is; a terminal draws a bar, a pipe stays silent. */
export interface Progress {
  /** `done` of `total` steps, and what is being done now. */
  (done: number, total: number, activity: string): void;
}

export const silent: Progress = () => {};
