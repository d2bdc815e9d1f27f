/** The module that the workers of simulations run: each takes some draws of one width. */
import { InputError } from '../../base/errors.ts';
import { serve } from '../../base/threads/serve.ts';
import type { DrawnNetworks } from './drawn-networks.ts';
import { drawnNetworks, measured, type SimulationPlan } from './plan.ts';

export interface DrawRequest {
  /** A number of the plan's own. */
  readonly id: number;
  readonly plan: SimulationPlan;
  /** Position in the plan's widths. */
  readonly width: number;
  readonly draws: readonly number[];
}

/** The values of all draws, one after another. Errors lose their class on the way to another thread, so what was wrong with the settings is told as data. */
export type DrawAnswer =
  | { readonly values: Float64Array }
  | { readonly refused: { readonly where: string; readonly problem: string; readonly remedy: string } };

let held: { readonly id: number; readonly width: number; readonly networks: DrawnNetworks } | undefined;

serve({
  draws({ id, plan, width, draws }: DrawRequest) {
    if (held?.id !== id || held.width !== width)
      held = { id, width, networks: drawnNetworks(plan, plan.widths[width]!) };
    const { networks } = held;
    try {
      let values = new Float64Array(0);
      draws.forEach((draw, k) => {
        const row = measured(plan, plan.widths[width]!, networks.draw(draw), draw);
        if (k === 0) values = new Float64Array(draws.length * row.length);
        values.set(row, k * row.length);
      });
      return { value: { values } satisfies DrawAnswer, transfer: [values.buffer] };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const { where, problem, remedy } = error;
      return { value: { refused: { where, problem, remedy } } satisfies DrawAnswer };
    }
  },
});
