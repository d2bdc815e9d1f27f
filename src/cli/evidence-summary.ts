import type { EvidenceRun } from '../theory/evidence-folder/run.node.ts';
import { table } from './output.ts';

/** What was found, a row for each claim. */
export function summarise({ folders }: EvidenceRun): string {
  const rows = folders.flatMap(({ name, records, notApplicable }) => [
    ...records.map(({ claim, tier, finding }) => [name, claim, tier, finding.verdict]),
    ...notApplicable.map(({ claim, reason }) => [name, claim, '–', `not applicable: ${reason}`]),
  ]);
  return table([['about', 'claim', 'tier', 'finding'], ...rows]);
}

/** 1 when a claim is refuted: a program that runs this must not take it for granted that all is well. */
export const exitCodeOf = ({ verdict }: EvidenceRun): number => (verdict === 'refutes' ? 1 : 0);
