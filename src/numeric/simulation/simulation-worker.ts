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

/** Errors lose their class on the way to another thread, so what was wrong with the settings is told as data. */
export type DrawAnswer =
  | { readonly values: readonly (readonly number[])[] }
  | { readonly refused: { readonly where: string; readonly problem: string; readonly remedy: string } };

let held: { readonly id: number; readonly width: number; readonly networks: DrawnNetworks } | undefined;

serve({
  draws({ id, plan, width, draws }: DrawRequest) {
    if (held?.id !== id || held.width !== width)
      held = { id, width, networks: drawnNetworks(plan, plan.widths[width]!) };
    const { networks } = held;
    try {
      const values = draws.map((draw) => measured(plan, plan.widths[width]!, networks.draw(draw), draw));
      return { value: { values } satisfies DrawAnswer };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const { where, problem, remedy } = error;
      return { value: { refused: { where, problem, remedy } } satisfies DrawAnswer };
    }
  },
});
