/**
 * How a timed process speaks, whatever its language (`peers/job.py` is the same in Python): one job file in, lines of JSON
 * out. `ready` when everything is in memory and the clock starts, `ran` after the first run, `timed` after the last, `checked` with what
 * the result is compared by. `missing` instead when what is to be timed is not installed, `refused` when it
 * says before it starts that the job is too large.
 */
import { readFileSync } from 'node:fs';

export type Stage =
  | { readonly stage: 'missing'; readonly what: string }
  | { readonly stage: 'ready'; readonly version: string }
  | { readonly stage: 'refused'; readonly reason: string }
  | { readonly stage: 'ran' }
  | ({ readonly stage: 'timed' } & Timing)
  | { readonly stage: 'checked'; readonly terms: number; readonly value: string };

/** Seconds, and the most memory resident when the first run ended. */
export interface Timing {
  readonly best: number;
  readonly first: number;
  readonly runs: number;
  readonly peakKilobytes?: number;
  /** What only some processes report. */
  readonly details?: Readonly<Record<string, string | number>>;
}

export const say = (line: Stage): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const SPENT = 0.5;
const [FEWEST, MOST] = [3, 200];
const LONG = 5;

/** Whether the rule asks for another run: until half a second is spent, at least 3 (1 once they took 5 s), at most 200. */
export const runsAgain = (runs: number, spent: number): boolean =>
  runs < MOST && spent < LONG && (runs < FEWEST || spent < SPENT);

/** Times runs by the rule; `prepare` makes anew what a run is given, off the clock. The last result is returned too. */
export async function time<T, R>(
  prepare: () => T | Promise<T>,
  run: (prepared: T) => R | Promise<R>,
  afterFirst: () => void = () => {},
): Promise<Timing & { readonly result: R }> {
  const times: number[] = [];
  let peakKilobytes = 0;
  for (let spent = 0; ; ) {
    const prepared = await prepare();
    const start = performance.now();
    const result = await run(prepared);
    const seconds = (performance.now() - start) / 1000;
    times.push(seconds);
    spent += seconds;
    if (times.length === 1) {
      peakKilobytes = peakResidentKilobytes();
      afterFirst();
    }
    if (!runsAgain(times.length, spent))
      return { best: Math.min(...times), first: times[0]!, runs: times.length, peakKilobytes, result };
  }
}

/** Linux's own count starts at this process, that of `resourceUsage` at its parent. */
export function peakResidentKilobytes(): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
