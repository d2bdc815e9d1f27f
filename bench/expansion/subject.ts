/**
 * Times Isserlis on one job, in a process of its own, and says so by the protocol:
 * `node subject.ts JOB.json [THREADS]`. With two threads or more it is the parallel expansion.
 */
import { readFileSync } from 'node:fs';
import { TooLargeError } from '../../src/base/errors.ts';
import { bitLength } from '../../src/base/rational.ts';
import type { Network } from '../../src/network/network.ts';
import { parseNetwork } from '../../src/network/parse-network.ts';
import { expand } from '../../src/symbolic/expand.ts';
import type { ExpandOptions, ExpansionReport } from '../../src/symbolic/expansion-plan.ts';
import type { Polynomial } from '../../src/symbolic/polynomial.ts';
import type { PolynomialMap } from '../../src/symbolic/polynomial-map.ts';
import { primeField } from '../../src/symbolic/rings/prime-field.ts';
import { evaluateModulo } from '../../src/symbolic/verify.ts';
import { LIBRARY_VERSION } from '../common/machine.ts';
import { say, time } from '../common/protocol.ts';
import type { JobFile } from './job.ts';

const job = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as JobFile;
/** Seconds. */
const LONG = 1;
const threads = Number(process.argv[3] ?? 1);
const network = (): Network => parseNetwork(job.network);

try {
  await measure();
} catch (error) {
  if (!(error instanceof TooLargeError)) throw error;
  say({ stage: 'refused', reason: error.problem });
}
// Threads of a pool would keep the process alive.
process.exit(0);

async function measure(): Promise<void> {
  let report: ExpansionReport | undefined;
  const options: ExpandOptions = {
    report(taken) {
      report = taken;
    },
  };
  const expanded = await expansion(options);
  say({ stage: 'ready', version: `Isserlis ${LIBRARY_VERSION}` });
  const { result, ...timing } = await time(network, expanded, () => say({ stage: 'ran' }));
  // Where another expansion would take long, what is read is the one at hand.
  const reading =
    threads > 1 ? undefined : await time(() => (timing.best > LONG ? result : expanded(network())), makeExplicit);
  const f = result.outputs[0]!.polynomial;
  const { numeratorBits, denominatorBits } = bitsOf(f);
  const writing = await time(
    () => new Int32Array(f.length * packedWords(numeratorBits)).fill(1),
    (words) => words.slice(),
  );
  say({
    stage: 'timed',
    ...timing,
    details: {
      engine: report?.engine ?? 'not reported',
      primes: report?.primes ?? 0,
      threads: report?.threads ?? 1,
      numeratorBits,
      denominatorBits,
      writing: writing.best,
      outputBytes: 4 * f.length * packedWords(numeratorBits),
      ...(reading === undefined ? {} : { reading: timing.best > LONG ? reading.first : reading.best }),
    },
  });
  const field = primeField(BigInt(job.prime));
  say({ stage: 'checked', terms: f.length, value: `${evaluateModulo(f, field, job.point.map(BigInt))}` });
}

/** On one thread without what threads need, since the peak of memory counts. */
async function expansion(options: ExpandOptions): Promise<(net: Network) => PolynomialMap | Promise<PolynomialMap>> {
  if (threads === 1) return (net) => expand(net, options);
  const { expandInParallel } = await import('../../src/symbolic/expand-in-parallel.ts');
  return (net) => expandInParallel(net, { ...options, threads });
}

/** Every monomial and coefficient, which are packed until someone asks. */
function makeExplicit(map: PolynomialMap): void {
  const f = map.outputs[0]!.polynomial;
  if (f.monomials.length !== f.numerators.length) throw new Error('a polynomial has as many monomials as coefficients');
}

function bitsOf({ numerators, denominator }: Polynomial): { numeratorBits: number; denominatorBits: number } {
  const numeratorBits = numerators.reduce((most, numerator) => Math.max(most, bitLength(numerator)), 0);
  return { numeratorBits, denominatorBits: denominator === 1n ? 0 : bitLength(denominator) };
}

/** 32-bit words of a packed coefficient with its sign, an even number as the engine keeps them. */
function packedWords(bits: number): number {
  return 2 * Math.ceil((bits + 1) / 64);
}
