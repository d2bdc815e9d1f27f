/**
 * Gaussian weights a second, for a matrix of width 1,024, beside numpy and jax on the same cores, as JSON lines:
 * `node bench/random.ts [--python PATH] [--rounds 60]`. `peers/gaussians.py` is started in between, on one core and on two, so
 * that all meet the same machine; `ratio` is ours over theirs, best of the rounds over best of theirs.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fillGaussians } from '../src/numeric/random/fill.ts';
import { fillGaussiansInParallel } from '../src/numeric/random/fill-in-parallel.ts';
import { thisMachine } from './common/machine.ts';
import { defaultPython } from './common/python.ts';

const COUNT = 1024 * 1024;

const { values } = parseArgs({
  options: { python: { type: 'string', default: defaultPython() }, rounds: { type: 'string', default: '60' } },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds: expected a positive integer, got ${values.rounds}`);

const source = { seed: 1, stream: 'bench/random' };
const arrays = {
  double: { own: new Float64Array(COUNT), shared: new Float64Array(new SharedArrayBuffer(8 * COUNT)) },
  single: { own: new Float32Array(COUNT), shared: new Float32Array(new SharedArrayBuffer(4 * COUNT)) },
} as const;

/** Millions a second, the best of the rounds. */
async function best(run: () => unknown): Promise<number> {
  let seconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return COUNT / seconds / 1e6;
}

interface Rate {
  readonly library: string;
  readonly millions: number;
}

/** What the peers that are installed make. */
function peers(precision: string, threads: number): Rate[] {
  const script = join(import.meta.dirname, 'peers/gaussians.py');
  const facts = ['--precision', precision, '--threads', `${threads}`, '--count', `${COUNT}`, '--rounds', `${rounds}`];
  const { stdout, error } = spawnSync(values.python, [script, ...facts], { encoding: 'utf8' });
  if (error !== undefined) return [];
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Rate);
}

console.log(JSON.stringify(thisMachine()));
for (const precision of ['double', 'single'] as const) {
  const { own, shared } = arrays[precision];
  const ways = [
    { threads: 1, memory: 'own', run: () => fillGaussians(own, source) },
    { threads: 2, memory: 'own', run: () => fillGaussiansInParallel(own, source, {}, { threads: 2 }) },
    { threads: 2, memory: 'shared', run: () => fillGaussiansInParallel(shared, source, {}, { threads: 2 }) },
  ];
  for (const { run } of ways) await best(run);
  for (const threads of [1, 2]) {
    const others = peers(precision, threads);
    for (const { library, millions } of others) console.log(JSON.stringify({ library, precision, threads, millions }));
    for (const way of ways.filter((one) => one.threads === threads)) {
      const millions = await best(way.run);
      const ratio = Object.fromEntries(others.map((one) => [one.library, rounded(millions / one.millions)]));
      console.log(
        JSON.stringify({
          library: 'isserlis',
          precision,
          threads,
          memory: way.memory,
          millions: rounded(millions),
          ratio,
        }),
      );
    }
  }
}

function rounded(x: number): number {
  return Number(x.toPrecision(3));
}
