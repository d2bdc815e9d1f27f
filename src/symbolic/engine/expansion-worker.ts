/** The module that expansion's workers run: each holds the residues of some groups of primes, and puts integers together. */
import { type Answer, serve } from '../../base/threads/serve.ts';
import { type EngineTask, enginesFor } from './engines.ts';
import { type Kernel, keepKernel, RESIDUE, takeKernel } from './kernel.ts';
import type { Moduli } from './moduli.ts';
import { reconstruct } from './reconstruct.ts';
import type { PreparedEngine, ResidueEngine } from './residue-engine.ts';

/** Places [from, to) of the result. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The residues of a range of places, group after group. */
export interface Residues {
  readonly groups: readonly number[];
  readonly lanes: Float64Array;
}

interface Job {
  readonly kernel: Kernel;
  readonly engine: ResidueEngine;
  readonly prepared: PreparedEngine;
  /** Memory in use once the engine is prepared. */
  readonly mark: number;
  /** Where the residues of each group computed here are. */
  readonly groups: Map<number, number>;
  /** For each place of the result, its entry, as an address. */
  places: number | undefined;
  peak: number;
}

let job: Job | undefined;

const used = (): Job => {
  if (job === undefined) throw new Error('no expansion was begun');
  return job;
};

serve({
  begin({ task, name }: { task: EngineTask; name: ResidueEngine['name'] }): Answer {
    const engine = enginesFor(task).find((one) => one.name === name)!;
    const kernel = takeKernel();
    const prepared = engine.prepare(kernel);
    job = { kernel, engine, prepared, mark: kernel.used, groups: new Map(), places: undefined, peak: kernel.used };
    return {};
  },

  /** Forgets all residues, for a start with other primes. */
  restart(): Answer {
    const { kernel, mark, groups } = used();
    groups.clear();
    kernel.release(mark);
    return {};
  },

  /** The residues modulo two primes; false when one divides a denominator. */
  compute({ group, primes, capacity }: { group: number; primes: readonly [number, number]; capacity: number }): Answer {
    const { kernel, engine, prepared, groups } = used();
    const target = kernel.allocate(engine.entries * RESIDUE);
    groups.set(group, target);
    return { value: prepared.compute(primes, capacity, target) };
  },

  /** Its residues at places that other workers put together. */
  share({ ranges }: { ranges: readonly Range[] }): Answer {
    const shares = ranges.map((range) => gathered(used(), range));
    return { value: shares, transfer: shares.map(({ lanes }) => lanes.buffer as ArrayBuffer) };
  },

  /** The integers at a range of places, from its own residues and those of others. */
  reconstruct({ range, others, moduli }: { range: Range; others: readonly Residues[]; moduli: Moduli }): Answer {
    const { kernel } = used();
    const count = range.to - range.from;
    const own = gathered(used(), range);
    const mark = kernel.used;
    const groups = [own, ...others].reduce((sum, part) => sum + part.groups.length, 0);
    const residues = kernel.allocate(groups * count * RESIDUE);
    for (const part of [own, ...others]) {
      part.groups.forEach((group, k) => {
        kernel
          .doubles(residues + group * count * RESIDUE, 2 * count)
          .set(part.lanes.subarray(2 * k * count, 2 * (k + 1) * count));
      });
    }
    const { words } = reconstruct(kernel, residues, count, undefined, moduli);
    used().peak = Math.max(used().peak, kernel.used);
    kernel.release(mark);
    return { value: words, transfer: [words.buffer as ArrayBuffer] };
  },

  /** Gives its memory back; tells how much it took. */
  end(): Answer {
    const { kernel, peak } = used();
    keepKernel(kernel);
    job = undefined;
    return { value: peak };
  },
});

function gathered(of: Job, { from, to }: Range): Residues {
  const { kernel, engine } = of;
  if (of.places === undefined) {
    const order = engine.order();
    const places = new Int32Array(order.length);
    order.forEach((place, entry) => {
      places[place] = entry;
    });
    of.places = kernel.put(places);
  }
  const count = to - from;
  const groups = [...of.groups.keys()];
  const lanes = new Float64Array(2 * count * groups.length);
  const mark = kernel.used;
  const out = kernel.allocate(count * RESIDUE);
  groups.forEach((group, k) => {
    kernel.functions.gather(out, of.groups.get(group)!, of.places! + 4 * from, count);
    lanes.set(kernel.doubles(out, 2 * count), 2 * k * count);
  });
  of.peak = Math.max(of.peak, kernel.used);
  kernel.release(mark);
  return { groups, lanes };
}
