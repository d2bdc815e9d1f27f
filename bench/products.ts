/**
 * Dense products on the backends `wasm` and `wasm-f32`, in GFLOP/s, beside numpy's, and how long `isserlis/numeric` takes to
 * import, as JSON lines: `node bench/products.ts [--python PATH] [--rounds 7]`. The job is four layers of width 1,024 at
 * 1,024 inputs, weights given; `peers/products.py` multiplies the same matrices.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dense } from '../src/network/layers/dense.ts';
import { network, trace } from '../src/network/network.ts';
import { fillGaussians } from '../src/numeric/random/fill.ts';
import { compileInParallel } from '../src/numeric/wasm/compile-in-parallel.ts';
import { thisMachine } from './common/machine.ts';
import { defaultPython } from './common/python.ts';

const WIDTH = 1024;
const LAYERS = 4;

const { values } = parseArgs({
  options: { python: { type: 'string', default: defaultPython() }, rounds: { type: 'string', default: '7' } },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds: expected a positive integer, got ${values.rounds}`);

const numbers = (layer: number): Float64Array =>
  fillGaussians(new Float64Array(WIDTH ** 2), { seed: 1, stream: 'products' }, { layer, scale: WIDTH ** -0.5 });
const weight = (layer: number) => dense({ weight: { shape: [WIDTH, WIDTH], data: numbers(layer) } });
const program = trace(
  network({ inputs: WIDTH, layers: Array.from({ length: LAYERS }, (_, layer) => weight(layer + 1)) }),
);
const inputs = numbers(0);

console.log(JSON.stringify(thisMachine()));
for (const precision of ['f64', 'f32'] as const)
  for (const threads of [1, 2]) {
    const options = ['--precision', precision, '--threads', `${threads}`, '--rounds', `${rounds}`];
    const script = join(import.meta.dirname, 'peers/products.py');
    const { stdout } = spawnSync(values.python, [script, ...options], { encoding: 'utf8' });
    process.stdout.write(stdout ?? '');
    const executable = compileInParallel(program, { precision, threads });
    await executable.run(inputs);
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      await executable.run(inputs);
      seconds.push((performance.now() - start) / 1000);
    }
    const gflops = Number(((2 * LAYERS * WIDTH ** 3) / Math.min(...seconds) / 1e9).toPrecision(3));
    console.log(JSON.stringify({ job: 'dense', library: 'isserlis', precision, threads, gflops }));
  }

interface Start {
  readonly milliseconds: number;
  readonly loadsGpu: boolean;
}

/** What importing a module adds to a process that has done nothing else. */
function start(path: string): Start {
  const code = `const start = performance.now();
    await import(${JSON.stringify(path)});
    const milliseconds = performance.now() - start;
    const { default: Module } = await import('node:module');
    const loadsGpu = Object.keys(Module._cache).some((path) => path.includes('gpu.js'));
    console.log(JSON.stringify({ milliseconds, loadsGpu }))`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })) as Start;
}

// From sources, Node also takes the types out of every file.
for (const [form, module] of Object.entries({ sources: 'src/numeric/index.ts', package: 'dist/numeric/index.js' })) {
  const path = join(import.meta.dirname, '..', module);
  if (!existsSync(path)) continue;
  const runs = Array.from({ length: rounds }, () => start(path));
  const milliseconds = Math.round(Math.min(...runs.map((run) => run.milliseconds)));
  console.log(JSON.stringify({ job: 'import', form, milliseconds, loadsGpu: runs.some((run) => run.loadsGpu) }));
}
