/** `npm run bench:expand`: times Isserlis and its peers on all cases in one run, and writes the tables and the picture. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { InputError, messageOf } from '../../src/base/errors.ts';
import type { Outcome } from '../common/child.ts';
import { milliseconds } from '../common/format.ts';
import { busy, thisMachine } from '../common/machine.ts';
import { namesOf, positive, positiveInteger } from '../common/options.ts';
import { defaultPython } from '../common/python.ts';
import { shapes, variants } from './cases.ts';
import { summary, toDocument } from './document.ts';
import { toSvg } from './figure.ts';
import { forwardCost, type SweepPlan, sweepPlans } from './growth.ts';
import { measureOurs, measureShape, type Settings } from './measure.ts';
import { peers } from './peers.ts';
import { type Cell, describe, faults, type GrowthPoint, type Results, type Sweep } from './results.ts';

const USAGE = `npm run bench:expand -- [OPTIONS]
  --quick               cases A, B, C with the quickest peers and a short limit: under a minute
  --limit SECONDS       stop a peer after this (default: 88)
  --python PATH         a Python with bench/peers/requirements.txt (default: that of .venv-bench, else python3)
  --threads N           for the runs on several threads (default: 2)
  --salt TEXT           draw other weights (default: isserlis)
  --cases LIST          of ${shapes.map(({ name }) => name).join(',')}
  --variants LIST       of ${variants.join(',')}
  --peers LIST          of ${peers.map(({ name }) => name).join(',')}
  --sweeps LIST         of ${sweepPlans.map(({ name }) => name).join(',')}, or none
  --out FOLDER          where the page and the picture go (default: docs for a whole run, nowhere for a part)
  --save FILE           keep the results as JSON
  --from FILE           no measurements: the page and the picture from such a file`;

const QUICK = {
  limit: '2',
  cases: 'A,B,C',
  variants: 'int,dec',
  peers: 'flint,flint-cleared,symbolica,sympy-ring',
  sweeps: 'depth',
} as const;

const PAGE = 'expansion-benchmark.md';
const PICTURE = 'expansion-benchmark.svg';

const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const said = (outcome: Outcome): string =>
  outcome.state === 'finished'
    ? `${milliseconds(outcome.best)} ms (first ${milliseconds(outcome.first)})`
    : describe(outcome);

async function measureSweep(plan: SweepPlan, salt: string): Promise<Sweep> {
  note(`growth by ${plan.parameter}`);
  const points: GrowthPoint[] = [];
  for (const parameter of plan.values) {
    const measured = await measureOurs(plan.network(parameter, salt), salt);
    note(`  ${parameter}: ${said(measured.ours)}`);
    points.push({ parameter, networkCost: forwardCost(plan.form(parameter)), ...measured });
  }
  return { parameter: plan.parameter, fixed: plan.fixed, points };
}

function readOptions() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const { values } = parseArgs({
      options: {
        quick: flag,
        help: flag,
        limit: text,
        python: text,
        threads: text,
        salt: text,
        cases: text,
        variants: text,
        peers: text,
        sweeps: text,
        out: text,
        save: text,
        from: text,
      },
    });
    return values;
  } catch (error) {
    throw new InputError('options', messageOf(error), USAGE);
  }
}

type Options = ReturnType<typeof readOptions>;

async function measure(given: Options): Promise<Results> {
  const options: Options = given.quick === true ? { ...QUICK, ...given } : given;
  const peerNames = namesOf(
    '--peers',
    options.peers,
    peers.map(({ name }) => name),
  );
  const caseNames = namesOf(
    '--cases',
    options.cases,
    shapes.map(({ name }) => name),
  );
  const some = namesOf('--variants', options.variants, variants);
  const plans =
    options.sweeps === 'none'
      ? []
      : namesOf(
          '--sweeps',
          options.sweeps,
          sweepPlans.map(({ name }) => name),
        );
  const settings: Settings = {
    salt: options.salt ?? 'isserlis',
    limit: positive('--limit', options.limit ?? '88'),
    python: options.python ?? defaultPython(),
    threads: positiveInteger('--threads', options.threads ?? '2'),
    peers: peers.filter(({ name }) => peerNames.includes(name)),
    note: (system, outcome) => note(`  ${system}: ${said(outcome)}`),
  };
  const machine = thisMachine();
  if (busy(machine)) note(`other processes are busy (load ${machine.load}): times will be too long`);
  const cells: Cell[] = [];
  for (const shape of shapes.filter(({ name }) => caseNames.includes(name)))
    cells.push(...(await measureShape(shape, some, settings, note)));
  const growth: Sweep[] = [];
  for (const plan of sweepPlans.filter(({ name }) => plans.includes(name)))
    growth.push(await measureSweep(plan, settings.salt));
  const { salt, limit, threads } = settings;
  return { machine, salt, limit, threads, cells, growth };
}

/** A whole run goes into the docs; a part of one nowhere unless told. */
function folderFor(options: Options): string | undefined {
  const part = [options.quick, options.cases, options.variants, options.peers, options.sweeps, options.from];
  return (
    options.out ?? (part.some((given) => given !== undefined) ? undefined : join(import.meta.dirname, '../../docs'))
  );
}

function readResults(file: string): Results {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Results;
  } catch (error) {
    throw new InputError('--from', `cannot read the results: ${messageOf(error)}`, 'Give a file that --save wrote');
  }
}

async function run(): Promise<void> {
  const options = readOptions();
  if (options.help === true) {
    console.log(USAGE);
    return;
  }
  const results = options.from === undefined ? await measure(options) : readResults(options.from);
  if (options.save !== undefined) writeFileSync(options.save, `${JSON.stringify(results, null, 1)}\n`);
  console.log(summary(results));
  const wrong = faults(results);
  const folder = folderFor(options);
  if (wrong.length > 0) {
    for (const fault of wrong) console.error(fault);
    process.exitCode = 1;
  } else if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, PAGE), toDocument(results, PICTURE));
    writeFileSync(join(folder, PICTURE), await toSvg(results));
    note(`wrote ${PAGE} and ${PICTURE}`);
  }
}

try {
  await run();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
