/** The module that expansion's workers run: each holds the residues of some groups of primes, and puts integers together. */
import { type Answer, serve } from '../../base/threads/serve.ts';
import { type EngineTask, engineFor } from './engines.ts';
import { KeptResidues } from './kept-residues.ts';
import { type Kernel, keepKernel, PACKED_RESIDUE, takeKernel } from './kernel.ts';
import type { Moduli } from './moduli.ts';
import { reconstruct } from './reconstruct.ts';
import type { Part, PreparedEngine, ResidueEngine } from './residue-engine.ts';

type Primes = readonly [number, number];

/** Entries [from, to), in the engine's order. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The residues of a range, group after group. */
export interface Residues {
  readonly groups: readonly number[];
  readonly words: Int32Array;
}

interface Job {
  readonly kernel: Kernel;
  readonly engine: ResidueEngine;
  readonly prepared: PreparedEngine;
  readonly kept: KeptResidues;
  peak: number;
}

let job: Job | undefined;

const used = (): Job => {
  if (job === undefined) throw new Error('no expansion was begun');
  return job;
};

serve({
  begin({ task, name }: { task: EngineTask; name: ResidueEngine['name'] }): Answer {
    const engine = engineFor(task, name)!;
    const kernel = takeKernel();
    const prepared = engine.prepare(kernel);
    job = { kernel, engine, prepared, kept: new KeptResidues(kernel, engine.entries), peak: kernel.used };
    return {};
  },

  /** Forgets all residues, for a start with other primes. */
  restart(): Answer {
    used().kept.clear();
    return {};
  },

  /** The residues modulo two primes; false when one divides a denominator. */
  compute({ group, primes, capacity }: { group: number; primes: Primes; capacity: number }): Answer {
    const { prepared, kept } = used();
    const value = prepared.compute(primes, capacity, kept.work);
    if (value) kept.keep(group);
    return { value };
  },

  /** Values at some of the points, for another worker to finish. */
  evaluate({ primes, capacity, from, to }: { primes: Primes; capacity: number; from: number; to: number }): Answer {
    const part = used().prepared.evaluate!(primes, capacity, from, to);
    return { value: part, transfer: part === undefined ? [] : [part.lanes.buffer as ArrayBuffer] };
  },

  /** The residues from the values that workers found. */
  finish({
    group,
    primes,
    capacity,
    parts,
  }: {
    group: number;
    primes: Primes;
    capacity: number;
    parts: readonly Part[];
  }): Answer {
    const { prepared, kept } = used();
    prepared.finish!(primes, capacity, parts, kept.work);
    kept.keep(group);
    return {};
  },

  /** Its residues of ranges that other workers put together. */
  share({ ranges }: { ranges: readonly Range[] }): Answer {
    const shares = ranges.map((range) => held(used(), range));
    return { value: shares, transfer: shares.map(({ words }) => words.buffer as ArrayBuffer) };
  },

  /** The integers of a range, from its own residues and those of others, into shared memory where there is such. */
  reconstruct({
    range,
    others,
    moduli,
    into,
  }: {
    range: Range;
    others: readonly Residues[];
    moduli: Moduli;
    into: Int32Array | undefined;
  }): Answer {
    const { kernel } = used();
    const count = range.to - range.from;
    const mark = kernel.used;
    const groups: number[] = [];
    for (const [group, address] of used().kept.groups) groups[group] = address + range.from * PACKED_RESIDUE;
    for (const part of others) {
      part.groups.forEach((group, k) => {
        const address = kernel.allocate(count * PACKED_RESIDUE);
        kernel.integers(address, 2 * count).set(part.words.subarray(2 * k * count, 2 * (k + 1) * count));
        groups[group] = address;
      });
    }
    const words = reconstruct(kernel, groups, count, moduli, into);
    used().peak = Math.max(used().peak, kernel.used);
    kernel.release(mark);
    return into === undefined ? { value: words, transfer: [words.buffer as ArrayBuffer] } : {};
  },

  /** Gives its memory back; tells how much it took. */
  end(): Answer {
    const { kernel, peak } = used();
    keepKernel(kernel);
    job = undefined;
    return { value: peak };
  },
});

/** The residues computed here, of a range of entries. */
function held({ kernel, kept: { groups } }: Job, { from, to }: Range): Residues {
  const count = to - from;
  const words = new Int32Array(2 * count * groups.size);
  [...groups.values()].forEach((address, k) => {
    words.set(kernel.integers(address + from * PACKED_RESIDUE, 2 * count), 2 * k * count);
  });
  return { groups: [...groups.keys()], words };
}
