import cliProgress from 'cli-progress';
import type { Progress } from '../base/progress.ts';

/** A bar on standard error when that is a terminal, nothing otherwise. Call `stop` when the work is done or has failed. */
export function progressBar(title: string): { readonly progress: Progress; stop(): void } {
  const bar = new cliProgress.SingleBar(
    {
      format: `${title} {bar} {percentage}% {activity}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      noTTYOutput: false,
      gracefulExit: true,
    },
    cliProgress.Presets.shades_classic,
  );
  if (process.stderr.isTTY !== true) return { progress: () => {}, stop: () => {} };
  let started = false;
  return {
    progress(done, total, activity) {
      if (!started) bar.start(total, 0, { activity });
      started = true;
      bar.setTotal(total);
      bar.update(done, { activity });
      // The work itself is synchronous: draw now, since no timer runs meanwhile.
      (bar as unknown as { render(force?: boolean): void }).render(true);
    },
    stop: () => bar.stop(),
  };
}
