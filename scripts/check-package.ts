/**
 * Uses the package as its users get it: packs it, installs the tarball into an empty folder, type-checks and runs
 * test/package/use.ts there, and starts the `isserlis` command. Fails too when the tarball or the installation holds
 * what it should not.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examplesOf } from './readme-examples.ts';

const root = join(import.meta.dirname, '..');
const temporary = mkdtempSync(join(tmpdir(), 'isserlis-package-'));

/** Runs a command in the empty folder and returns what it printed. */
function run(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: temporary, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${status}\n${stdout}${stderr}`);
  return stdout.trim();
}

function expectNone(what: string, found: readonly string[]): void {
  if (found.length > 0) throw new Error(`${what}: ${found.join(', ')}`);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Packs the built package; returns the tarball's path. */
function pack(): string {
  const [packed] = JSON.parse(run('npm', 'pack', root, '--ignore-scripts', '--json')) as [
    { filename: string; size: number; files: { path: string }[] },
  ];
  const paths = packed.files.map(({ path }) => path);
  console.log(`tarball: ${paths.length} files, ${megabytes(packed.size)}`);
  // gpu.js comes along without what it would compile or never loads.
  const expected =
    /^(node_modules\/(gpu\.js|gpu-mock\.js|acorn|gl|webgpu)\/.+|dist\/.+\.(js|d\.ts)|examples\/.+|docs\/.+\.svg|package\.json|[A-Z]+\.md|LICENSE|CITATION\.cff)$/;
  expectNone(
    'files that should not ship',
    paths.filter((path) => !expected.test(path)),
  );
  return join(temporary, packed.filename);
}

/** Installs the tarball; no package of the installation may run a script or hold sources to compile. */
function install(tarball: string): void {
  writeFileSync(join(temporary, 'package.json'), '{ "private": true, "type": "module" }\n');
  const started = performance.now();
  run('npm', 'install', '--no-audit', '--no-fund', tarball);
  const seconds = (performance.now() - started) / 1000;
  const modules = join(temporary, 'node_modules');
  const files = readdirSync(modules, { recursive: true, encoding: 'utf8' }).map((file) => join(modules, file));
  const bytes = files.map((file) => statSync(file)).reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
  const { packages } = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  console.log(
    `installed: ${Object.keys(packages).length} packages, ${megabytes(bytes)}, in ${seconds.toFixed(1)} s; no compiler, no scripts`,
  );
  expectNone(
    'packages with an install script',
    Object.keys(packages).filter((path) => packages[path]!.hasInstallScript),
  );
  expectNone(
    'native code to compile',
    files.filter((file) => file.endsWith('binding.gyp')),
  );
}

/** Imports the package in a module of its user's, with and without types, and starts its command. */
function use(): void {
  copyFileSync(join(root, 'test/package/use.ts'), join(temporary, 'use.ts'));
  run('tsc', '--noEmit', '--strict', '--module', 'nodenext', 'use.ts');
  console.log('types: found by a strict compiler');
  console.log(run('node', 'use.ts'));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const said = run('npx', '--no-install', 'isserlis', '--version');
  if (said !== version) throw new Error(`isserlis --version says '${said}', package.json ${version}`);
  console.log(`isserlis --version: ${said}`);
}

/** Type-checks and runs every example of README.md. */
function examples(): void {
  const prelude = readFileSync(join(root, 'test/package/prelude.ts'), 'utf8');
  const markdown = readFileSync(join(root, 'README.md'), 'utf8');
  symlinkSync(join(temporary, 'node_modules/isserlis/examples'), join(temporary, 'examples'));
  writeFileSync(join(temporary, 'prelude.ts'), prelude);
  const found = examplesOf('README.md', markdown, prelude);
  const files = found.map(({ text }, k) => {
    writeFileSync(join(temporary, `example-${k}.ts`), text);
    return `example-${k}.ts`;
  });
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2024',
    '--allowImportingTsExtensions',
  ];
  run('tsc', ...options, '--skipLibCheck', ...files);
  found.forEach(({ where }, k) => {
    try {
      run('node', files[k]!);
    } catch (error) {
      throw new Error(`${where}: ${error instanceof Error ? error.message : error}`);
    }
  });
  console.log(`README.md: all ${found.length} examples run`);
}

try {
  install(pack());
  use();
  examples();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true });
}
