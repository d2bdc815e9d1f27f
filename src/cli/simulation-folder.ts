/** The folder of a simulation: finished draws as JSON lines, so that a run that was stopped can go on. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, messageOf } from '../base/errors.ts';
import type { FinishedDraws } from '../numeric/simulation/simulate.ts';

const DRAWS = 'draws.jsonl';

export interface SimulationFolder {
  readonly finished: FinishedDraws;
  /** Keeps a draw; it is in the file when this returns. */
  keep(width: number, draw: number, values: readonly number[]): void;
  write(file: string, text: string): void;
}

/**
 * Opens or makes the folder. `settings` is all that a draw depends on; a folder with others is refused. A last line that
 * was cut off is dropped. Throws {@link InputError} when the folder cannot be used.
 */
export function openSimulationFolder(path: string, settings: object): SimulationFolder {
  const file = join(path, DRAWS);
  const header = JSON.stringify({ format: 'isserlis/simulation@1', ...settings });
  try {
    mkdirSync(path, { recursive: true });
    if (!existsSync(file)) writeFileSync(file, `${header}\n`);
  } catch (error) {
    throw new InputError(path, `cannot be written: ${messageOf(error)}`, 'Choose another folder with --out');
  }
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  const [first, ...lines] = whole.split('\n').slice(0, -1);
  if (first === undefined) writeFileSync(file, `${header}\n`);
  else if (first !== header)
    throw new InputError(
      file,
      `it holds draws of another simulation (${difference(first, header)})`,
      'Choose another folder with --out, or delete this one',
    );
  const finished = new Map<number, Map<number, readonly number[]>>();
  lines.forEach((line, k) => {
    const { width, draw, values } = parsed(line, `${file}, line ${k + 2}`);
    const known = finished.get(width) ?? new Map<number, readonly number[]>();
    finished.set(width, known.set(draw, values));
  });
  return {
    finished,
    keep: (width, draw, values) => appendFileSync(file, `${JSON.stringify({ width, draw, values })}\n`),
    write: (name, content) => writeFileSync(join(path, name), content),
  };
}

interface Line {
  readonly width: number;
  readonly draw: number;
  readonly values: readonly number[];
}

function parsed(text: string, where: string): Line {
  try {
    const { width, draw, values } = JSON.parse(text) as Line;
    if (Number.isInteger(width) && Number.isInteger(draw) && values.every(Number.isFinite))
      return { width, draw, values };
  } catch {
    // Said below.
  }
  throw new InputError(where, 'expected a draw { width, draw, values }', 'Delete the line, and it is drawn again');
}

/** The first setting that differs. */
function difference(one: string, other: string): string {
  try {
    const [a, b] = [JSON.parse(one), JSON.parse(other)] as [Record<string, unknown>, Record<string, unknown>];
    const name = Object.keys({ ...a, ...b }).find((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
    return `'${name}' is another`;
  } catch {
    return 'its first line cannot be read';
  }
}
