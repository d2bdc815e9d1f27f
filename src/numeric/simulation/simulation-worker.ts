/** The module that the workers of simulations run: each takes some draws of one width. */
import { serve } from '../../base/threads/serve.ts';
import type { DrawnNetworks } from './drawn-networks.ts';
import { drawnNetworks, observableOf, type SimulationPlan } from './plan.ts';

export interface DrawRequest {
  /** A number of the plan's own. */
  readonly id: number;
  readonly plan: SimulationPlan;
  /** Position in the plan's widths. */
  readonly width: number;
  readonly draws: readonly number[];
}

let held: { readonly id: number; readonly width: number; readonly networks: DrawnNetworks } | undefined;

serve({
  draws({ id, plan, width, draws }: DrawRequest) {
    if (held?.id !== id || held.width !== width)
      held = { id, width, networks: drawnNetworks(plan, plan.widths[width]!) };
    const { networks } = held;
    const { measure } = observableOf(plan.observable);
    return { value: draws.map((draw) => measure(networks.draw(draw))) };
  },
});
