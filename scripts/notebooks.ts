/**
 * Executes every notebook on the built package, in a temporary copy: a cell that raises fails, and so does a committed
 * notebook that lacks an output that the execution gave. With `--update` the executed notebooks replace the committed.
 * Needs python3 with venv; the first run installs notebooks/requirements.txt into .venv.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

interface Cell {
  readonly cell_type: string;
  readonly outputs?: readonly { readonly output_type: string }[];
}

const root = join(import.meta.dirname, '..');
const folder = join(root, 'notebooks');
const venv = join(root, '.venv');
const binaries = join(venv, process.platform === 'win32' ? 'Scripts' : 'bin');
const environment = {
  ...process.env,
  PATH: `${binaries}${delimiter}${process.env.PATH}`,
  JUPYTER_PATH: join(folder, 'jupyter'),
  DENO_NO_UPDATE_CHECK: '1',
  NO_COLOR: '1',
};

/** Runs a command in the package's folder and shows what it prints; its failure ends the script. */
function run(command: string, ...args: string[]): void {
  const { status, error } = spawnSync(command, args, { cwd: root, env: environment, stdio: 'inherit' });
  if (error) console.error(`cannot run ${command}: ${error.message}`);
  if (status !== 0) process.exit(1);
}

/** Makes .venv anew when it is missing or was made from other requirements. */
function prepareVenv(): void {
  const requirements = join(folder, 'requirements.txt');
  const installed = join(venv, 'installed.txt');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(requirements, 'utf8')) return;
  console.log('installing notebooks/requirements.txt into .venv');
  run('python3', '-m', 'venv', '--clear', venv);
  run(join(binaries, 'pip'), 'install', '--quiet', '--disable-pip-version-check', '-r', requirements);
  copyFileSync(requirements, installed);
}

const cellsOf = (path: string): Cell[] => JSON.parse(readFileSync(path, 'utf8')).cells;

/** What keeps a committed notebook from showing what its execution gave. */
function lacks(committed: readonly Cell[], executed: readonly Cell[]): string[] {
  return executed.flatMap(({ cell_type, outputs = [] }, index) => {
    const shown = committed[index]?.outputs ?? [];
    if (cell_type !== 'code') return [];
    if (shown.some(({ output_type }) => output_type === 'error')) return [`cell ${index + 1} shows an error`];
    return outputs.length > 0 && shown.length === 0 ? [`cell ${index + 1} lacks its output`] : [];
  });
}

const notebooks = readdirSync(folder).filter((file) => file.endsWith('.ipynb'));
if (notebooks.length === 0) {
  console.error('no notebook in notebooks/');
  process.exit(1);
}
prepareVenv();
run('npm', 'run', '--silent', 'build');

const temporary = mkdtempSync(join(tmpdir(), 'isserlis-notebooks-'));
for (const notebook of notebooks) {
  const started = performance.now();
  const committed = join(folder, notebook);
  const executed = join(temporary, notebook);
  run(
    join(binaries, 'jupyter'),
    'execute',
    '--timeout=300',
    `--output=${join(temporary, '{notebook_name}')}`,
    committed,
  );
  if (process.argv.includes('--update')) copyFileSync(executed, committed);
  const faults = lacks(cellsOf(committed), cellsOf(executed));
  for (const fault of faults) console.error(`${notebook}: ${fault}; run \`npm run notebooks -- --update\``);
  if (faults.length > 0) process.exitCode = 1;
  else console.log(`${notebook}: executed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
rmSync(temporary, { recursive: true });
