/** What goes wrong in training, and where. */
import type { Pass } from './objective.ts';
import type { TrainingPoint } from './prediction.ts';

/** Values of a layer passed {@link NOTABLE_GROWTH} times their size at initialisation. */
export interface Growth extends TrainingPoint {
  readonly layer: string;
  /** Root mean square over that at initialisation. */
  readonly ratio: number;
}

export const NOTABLE_GROWTH = 2;
/** A loss this many times that of initialisation and of f = 0 together counts as divergence. */
export const DIVERGENCE = 1e12;

/** What is known of a run so far; plain data, so that a run can go on from it. */
export interface Watch {
  readonly initialLoss: number;
  readonly initialSizes: readonly number[];
  readonly peak: TrainingPoint & { readonly loss: number };
  /** The first layer that grew, the one that grew most where several did at once. */
  readonly growth?: Growth;
}

export const startWatch = (pass: Pass): Watch => ({
  initialLoss: pass.loss,
  initialSizes: [...pass.layerSizes],
  peak: { step: 0, time: 0, loss: pass.loss },
});

export function watched(watch: Watch, pass: Pass, point: TrainingPoint, layers: readonly { layer: string }[]): Watch {
  const peak = pass.loss > watch.peak.loss ? { ...point, loss: pass.loss } : watch.peak;
  if (watch.growth !== undefined) return { ...watch, peak };
  let growth: Growth | undefined;
  layers.forEach(({ layer }, k) => {
    const ratio = pass.layerSizes[k]! / watch.initialSizes[k]!;
    if (ratio > NOTABLE_GROWTH && ratio < Infinity && ratio > (growth?.ratio ?? 0)) growth = { ...point, layer, ratio };
  });
  return { ...watch, peak, ...(growth === undefined ? {} : { growth }) };
}
