import type { Progress } from '../../base/progress.ts';

const FINE = 1000;

/** The progress of step `index` of `count` equal ones, told to the whole's. */
export const nestedProgress =
  (whole: Progress, index: number, count: number, prefix = ''): Progress =>
  (done, total, activity) => {
    const share = total > 0 ? Math.min(1, done / total) : 0;
    whole(Math.round(FINE * (index + share)), FINE * count, prefix === '' ? activity : `${prefix}: ${activity}`);
  };
