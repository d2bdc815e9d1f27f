/** Runs a process that speaks the protocol, under a time limit for each stage. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Stage, Timing } from './protocol.ts';

export interface Finished extends Timing {
  readonly state: 'finished';
  readonly version: string;
  /** What the result is compared by; left out when the check took longer than the limit. */
  readonly check?: { readonly terms: number; readonly value: string };
}

export type Outcome =
  | Finished
  | { readonly state: 'over limit'; readonly limit: number; readonly version: string }
  /** Not run, since an easier job was already over the limit. */
  | { readonly state: 'harder'; readonly limit: number }
  | { readonly state: 'not installed'; readonly what: string }
  /** Declined before it started. */
  | { readonly state: 'refused'; readonly reason: string }
  | { readonly state: 'failed'; readonly message: string };

export interface ChildCommand {
  readonly command: string;
  readonly arguments: readonly string[];
  /** What to install when the command is not there. */
  readonly name: string;
}

/** Loading and preparing a job is not timed, but must end. */
const LONGEST_START = 300;
/** Seconds to end by itself after the last word. */
const GRACE = 2;
/** The rule of repetition ends sooner. */
const LONGEST_REPETITION = 300;

const running = new Set<number>();

/** Ends a process and those that it started. */
function end(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    for (const pid of running) end(pid);
    process.exit(130);
  });

/** The outcome of one process; `limit` in seconds holds for the first run, and for the check. */
export function runChild({ command, arguments: given, name }: ChildCommand, limit: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, given, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    if (child.pid !== undefined) running.add(child.pid);
    let version = '';
    let timing: Timing | undefined;
    let check: Finished['check'];
    let missing: string | undefined;
    let refusal: string | undefined;
    let overLimit = false;
    let stalled = false;
    let errors = '';
    let timer: NodeJS.Timeout;
    const stopAfter = (seconds: number, note: () => void): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        note();
        end(child.pid);
      }, seconds * 1000);
    };
    stopAfter(LONGEST_START, () => {
      stalled = true;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors = `${errors}${chunk}`.slice(-4000);
    });
    createInterface(child.stdout).on('line', (line) => {
      const said = parse(line);
      if (said?.stage === 'missing') missing = said.what;
      if (said?.stage === 'refused') refusal = said.reason;
      // It has said everything. Node can hang as it ends (nodejs/node#54918), so that is not waited for.
      if (said?.stage === 'missing' || said?.stage === 'refused' || said?.stage === 'checked')
        stopAfter(GRACE, () => {});
      if (said?.stage === 'ready') {
        version = said.version;
        stopAfter(limit, () => {
          overLimit = true;
        });
      }
      if (said?.stage === 'ran') stopAfter(limit + LONGEST_REPETITION, () => {});
      if (said?.stage === 'timed') {
        const { stage: _, ...rest } = said;
        timing = rest;
        stopAfter(Math.max(limit, 30), () => {});
      }
      if (said?.stage === 'checked') check = { terms: said.terms, value: said.value };
    });
    let closed = false;
    const close = (outcome: Outcome): void => {
      if (closed) return;
      closed = true;
      clearTimeout(timer);
      if (child.pid !== undefined) running.delete(child.pid);
      resolve(outcome);
    };
    child.on('error', (error: NodeJS.ErrnoException) =>
      close(
        error.code === 'ENOENT' ? { state: 'not installed', what: name } : { state: 'failed', message: error.message },
      ),
    );
    child.on('close', (code, signal) => {
      if (missing !== undefined) close({ state: 'not installed', what: missing });
      else if (refusal !== undefined) close({ state: 'refused', reason: refusal });
      else if (timing !== undefined && timing.best > limit) close({ state: 'over limit', limit, version });
      else if (timing !== undefined && (check !== undefined || signal !== null))
        close({ state: 'finished', ...timing, version, ...(check === undefined ? {} : { check }) });
      else if (overLimit) close({ state: 'over limit', limit, version });
      else if (stalled) close({ state: 'failed', message: `not ready after ${LONGEST_START} s` });
      else close({ state: 'failed', message: ending(errors, code, signal) });
    });
  });
}

function parse(line: string): Stage | undefined {
  try {
    return JSON.parse(line) as Stage;
  } catch {
    return undefined;
  }
}

/** The last line of what it wrote, or how it ended: a process out of memory is killed without a word. */
const ending = (errors: string, code: number | null, signal: string | null): string =>
  signal === null
    ? (errors.trim().split('\n').at(-1) ?? `exit code ${code}`) || `exit code ${code}`
    : `ended by ${signal}`;
