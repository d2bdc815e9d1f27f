/** The page of a run: docs/expansion-benchmark.md. */
import { busy } from '../common/machine.ts';
import { toMarkdown, toText } from '../common/table.ts';
import { shapes } from './cases.ts';
import { describe, faults, finished, type Results, versionsIn } from './results.ts';
import { detailsTable, goalsTable, slopeLine, sweepTable, timesTable } from './table.ts';

/** What stands on a terminal at the end. */
export const summary = (results: Results): string =>
  [
    toText(timesTable(results)),
    toText(detailsTable(results)),
    ...results.growth.flatMap((sweep) => [
      `${sweep.parameter} (${sweep.fixed}): ${slopeLine(sweep)}\n${toText(sweepTable(sweep))}`,
    ]),
    toText(goalsTable(results)),
  ].join('\n\n');

export function toDocument(results: Results, picture: string): string {
  const { machine, limit, salt, threads } = results;
  return `# Expansion benchmark

Time to the explicit polynomial of a network, Isserlis and other systems on the same networks, one run of
\`npm run bench:expand\` on ${machine.date}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB,
${machine.system}, Node ${machine.node}; salt '${salt}'.${busy(machine) ? ` **Other processes were busy (load ${machine.load} at the start): all times are too long, those of threads most.**` : ''}

![Times of all systems on all networks, and how the time of Isserlis grows](${picture})

## Times

Milliseconds, one thread, best of several runs in one process; **first** is the first call in it, compilation included.
FLINT is the better of arithmetic over Q and over Z with denominators cleared.

${toMarkdown(timesTable(results))}

\`> ${limit * 1000}\`: stopped after ${limit} s. In brackets: not run, since easier weights in the same shape took longer than that.

${caseList()}

int: integers in ±9. dec: three decimals. dbl: Gaussian doubles, taken exactly. rat: p/q, q ≤ 1000. symbolic: every weight an
indeterminate. Bits: of the largest numerator, and of the common denominator where there is one.

## What it took

**Reading**: making every coefficient a big integer in lowest terms, and every monomial explicit; until then they are packed.
**Writing**: copying the packed coefficients to fresh memory, which no way of expanding can be quicker than.
**Peak**: most memory resident at the end of the first expansion in a fresh process, Node or Python included.
**${threads} threads**: the parallel expansion in a process of its own, its result checked in the same way; (1) where it kept the work on one.

${toMarkdown(detailsTable(results))}

## Growth

One parameter varies. **Model**: terms × multiply-adds of a forward pass × residues of 26 bits in a coefficient. The slopes are
fitted to the upper half of each sweep: an exponent of the model below 1 means that the time grows more slowly than it.

${results.growth.map((sweep) => `### By ${sweep.parameter}\n\n${sweep.fixed}. ${slopeLine(sweep)}.\n\n${toMarkdown(sweepTable(sweep))}`).join('\n\n') || 'Not measured in this run.'}

## Goals

${toMarkdown(goalsTable(results))}

## Rules

- Each figure comes from a process of its own, one at a time. The network is in memory, in the system's own form, when the
  clock starts; it stops when the polynomial is in memory.
- Runs are repeated until half a second is spent, at least 3 times (once where they took 5 s), at most 200 times.
- Each result is evaluated at a random point modulo 2⁶¹ − 1 and compared with the network's value there: a wrong polynomial of
  degree 27 passes with probability below 2⁻⁵⁶. Numbers of terms are compared with each other. ${checks(results)}

## Versions

${['Isserlis', ...versionsIn(results).map(({ name }) => name)].map((name, i) => `- ${name}: ${i === 0 ? ourVersion(results) : versionsIn(results)[i - 1]!.version}`).join('\n')}
`;
}

const ourVersion = ({ cells, machine }: Results): string =>
  `${cells.map(({ ours }) => finished(ours)?.version).find((found) => found !== undefined) ?? 'no result'} (Node ${machine.node})`;

const caseList = (): string =>
  shapes
    .map(({ name, inputs, hidden, activation }) => `${name}: d = ${inputs}, [${hidden.join(', ')}], ${activation}`)
    .join('. ')
    .concat('.');

/** How many results were compared, which were not, and what the comparison found. */
function checks(results: Results): string {
  const found = faults(results);
  const outcomes = results.cells.flatMap((cell) =>
    Object.entries({ Isserlis: cell.ours, 'Isserlis on threads': cell.parallel, ...cell.peers }).map(
      ([name, outcome]) => ({ name: `${name} on ${cell.shape} ${cell.variant}`, outcome }),
    ),
  );
  const done = outcomes.filter(({ outcome }) => finished(outcome)?.check !== undefined).length;
  const unchecked = outcomes.filter(({ outcome }) => outcome.state === 'finished' && outcome.check === undefined);
  const failed = outcomes.filter(({ outcome }) => outcome.state === 'failed' || outcome.state === 'refused');
  return [
    `In this run ${done} results were compared, ${found.length === 0 ? 'all agree' : found.join('; ')}.`,
    ...(unchecked.length === 0
      ? []
      : [
          `Not compared, since evaluation took longer than the limit: ${unchecked.map(({ name }) => name).join(', ')}.`,
        ]),
    ...failed.map(({ name, outcome }) => `${name} ${describe(outcome)}.`),
  ].join(' ');
}
