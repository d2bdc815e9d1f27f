/**
 * Runs TestU01's SmallCrush on the single-precision Philox of src/numeric/random/philox-float.ts, or on Φ of Gaussians.
 *
 * The kernel's source is turned into C with `float` for every number, one call a block, and compiled against TestU01.
 * Gaussians come from the library itself, through a pipe.
 * Usage: node scripts/battery.ts [PREFIX] [--of philox|gaussians], PREFIX the folder that holds TestU01's include/ and
 * lib/ (Debian, non-free: apt-get install libtestu01-0-dev). docs/randomness.md has an outcome.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { key, keyWords, streamWord, words } from '../src/base/philox.ts';
import { fillGaussians } from '../src/numeric/random/fill.ts';
import { philoxBytes, philoxKernel } from '../src/numeric/random/philox-float.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { of: { type: 'string', default: 'philox' } },
});
if (values.of !== 'philox' && values.of !== 'gaussians')
  throw new Error(`--of: expected philox or gaussians, got ${values.of}`);
const gaussians = values.of === 'gaussians';
const prefix = positionals[0] ?? '/usr';
const source = key(20_240_229, 'battery');

const body = philoxKernel('bytes')
  .split('\n')
  .slice(1, -1)
  .filter((line) => !/(let|const) (inRow|part|result)|if \(part|return result/.test(line))
  .map((line) =>
    line
      .replace('let carry = this.thread.y * perRow + inRow', 'let carry = block')
      .replace(/for \(let (\w+)/, 'for (int $1')
      .replace(/\blet\b/, 'float')
      .replaceAll('Math.floor', 'floorf'),
  )
  .join('\n');

const list = (values: Float32Array): string => [...values].join(', ');
const includes = `
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <testu01/unif01.h>
#include <testu01/bbattery.h>
#include <testu01/swrite.h>
`;
const ofGaussians = `${includes}
static double buffer[4096];
static size_t left, held;
static double next(void) {
  if (left == 0) {
    left = held = fread(buffer, sizeof(double), 4096, stdin);
    if (held == 0) exit(1);
  }
  return 0.5 * erfc(-buffer[held - left--] * 0.70710678118654752440);
}
int main(void) {
  unif01_Gen *generator = unif01_CreateExternGen01("Phi of Gaussians", next);
  swrite_Basic = FALSE;
  bbattery_SmallCrush(generator);
  unif01_DeleteExternGen01(generator);
}
`;
const program = `${includes}
static const float key[8] = { ${list(philoxBytes(keyWords(source)))} };
/* Blocks of one row are counted by a float below 2^24; the row is the layer. */
static void fourWords(unsigned layer, float block, unsigned *out) {
  float counter[16] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ${list(philoxBytes([streamWord(source.stream)]))} };
  for (int b = 0; b < 4; b++) counter[8 + b] = (layer >> (8 * b)) & 255;
${body}
${[0, 1, 2, 3].map((w) => `  out[${w}] = (unsigned)c${w}0 | (unsigned)c${w}1 << 8 | (unsigned)c${w}2 << 16 | (unsigned)c${w}3 << 24;`).join('\n')}
}
static unsigned buffer[4], layer;
static int left;
static float block;
static unsigned next(void) {
  if (left == 0) {
    fourWords(layer, block, buffer);
    block += 1;
    if (block == 16777216.0f) { block = 0; layer++; }
    left = 4;
  }
  return buffer[4 - left--];
}
int main(int count, char **arguments) {
  if (count > 1) {
    for (int i = 0; i < 8; i++) printf("%u\\n", next());
    return 0;
  }
  unif01_Gen *generator = unif01_CreateExternGenBits("Philox4x32-10 in single precision", next);
  swrite_Basic = FALSE;
  bbattery_SmallCrush(generator);
  unif01_DeleteExternGenBits(generator);
}
`;

const folder = mkdtempSync(join(tmpdir(), 'isserlis-battery-'));
try {
  const [file, executable] = [join(folder, 'battery.c'), join(folder, 'battery')];
  writeFileSync(file, gaussians ? ofGaussians : program);
  const libraries = [join(prefix, 'lib'), join(prefix, 'lib/x86_64-linux-gnu')];
  const environment = { ...process.env, LD_LIBRARY_PATH: libraries.join(':') };
  execFileSync('gcc', [
    ...[
      '-O3',
      '-march=native',
      '-ffp-contract=off',
      `-I${join(prefix, 'include')}`,
      `-I${join(prefix, 'include/x86_64-linux-gnu')}`,
      file,
      '-o',
      executable,
    ],
    ...libraries.map((path) => `-L${path}`),
    ...['-ltestu01', '-ltestu01probdist', '-ltestu01mylib', '-lm'],
  ]);
  if (gaussians) await pipeGaussians(executable, environment);
  else {
    const first = execFileSync(executable, ['check'], { env: environment, encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
    const expected = [...words(source, 0), ...words(source, 1)];
    if (first.join() !== expected.join()) throw new Error(`the program gives ${first}, the generator ${expected}`);
    execFileSync(executable, [], { env: environment, stdio: 'inherit' });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs the battery on the Gaussians from the first on, until it has had enough. */
async function pipeGaussians(executable: string, env: NodeJS.ProcessEnv): Promise<void> {
  const battery = spawn(executable, [], { env, stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = once(battery, 'exit');
  // It closes the pipe when it has had enough.
  battery.stdin.on('error', () => {});
  for (let start = 0; battery.exitCode === null && battery.stdin.writable; start += 2 ** 16) {
    const draws = fillGaussians(new Float64Array(2 ** 16), source, { start });
    if (!battery.stdin.write(Buffer.from(draws.buffer)))
      await Promise.race([once(battery.stdin, 'drain').catch(() => {}), ended]);
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`the battery ended with ${code}`);
}
