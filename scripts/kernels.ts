/**
 * Compiles the WebAssembly kernels from assembly/ and writes their bytes into the sources that load them.
 * With `--check` nothing is written, and bytes that are not what the source gives are an error.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main as compile } from 'assemblyscript/asc';

const root = join(import.meta.dirname, '..');
/** Memory that several threads share is given from outside. */
const SHARED = ['--enable', 'threads', '--importMemory', '--sharedMemory'];
const kernels: readonly { source: string; target: string; options: readonly string[] }[] = [
  { source: 'assembly/expansion.ts', target: 'src/symbolic/engine/kernel-bytes.generated.ts', options: [] },
  { source: 'assembly/sparse.ts', target: 'src/symbolic/sparse/kernel-bytes.generated.ts', options: [] },
  { source: 'assembly/kernels.ts', target: 'src/numeric/kernels/kernel-bytes.generated.ts', options: SHARED },
  { source: 'assembly/numeric.ts', target: 'src/numeric/wasm/numeric-bytes.generated.ts', options: [] },
  {
    source: 'assembly/hermite-kernels.ts',
    target: 'src/numeric/hermite-kernels/kernel-bytes.generated.ts',
    options: SHARED,
  },
];
const OPTIONS = [
  '-O3',
  '--runtime',
  'stub',
  '--enable',
  'simd,bulk-memory',
  '--noAssert',
  '--initialMemory',
  '1',
  '--maximumMemory',
  '65536',
];
const LINE = 110;

/** The generated source of a kernel. Throws when the compiler reports an error. */
async function textOf(source: string, options: readonly string[]): Promise<string> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await compile([source, ...OPTIONS, ...options, '--outFile', 'kernel.wasm'], {
    readFile: (name, base) => {
      try {
        return readFileSync(join(base, name), 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (name, contents) => {
      if (name.endsWith('.wasm')) bytes = contents as Uint8Array;
    },
    listFiles: () => null,
  });
  if (error !== null || bytes === undefined) throw new Error(`${source}: ${stderr.toString()}`);
  const encoded = Buffer.from(bytes).toString('base64');
  const lines = encoded.match(new RegExp(`.{1,${LINE}}`, 'g'))!;
  return [
    `// Written by \`npm run kernels\` from ${source} (${bytes.length} bytes): do not edit.`,
    'export const KERNEL_BYTES: string = [',
    ...lines.map((line) => `  '${line}',`),
    "].join('');",
    '',
  ].join('\n');
}

process.chdir(root);
for (const { source, target, options } of kernels) {
  const text = await textOf(source, options);
  let current = '';
  try {
    current = readFileSync(target, 'utf8');
  } catch {
    // Not written yet.
  }
  if (current === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${target} is not what ${source} gives. Run \`npm run kernels\`.`);
    process.exitCode = 1;
  } else {
    writeFileSync(target, text);
    console.log(`wrote ${target}`);
  }
}
