import type { Command as Program } from 'commander';
import type { EvidenceVerification } from '../../theory/evidence-folder/verify.node.ts';
import type { Command } from '../command.ts';
import { collect, seedOption } from '../options.ts';
import { note, table, writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';

export const command: Command = {
  register(program) {
    const evidence = program
      .command('evidence')
      .summary('check claims of networks and theories, keep what was found, check it again')
      .description(
        'Claims of networks and theories: checked, kept in a folder with their inputs, and checked again on another machine.',
      );
    registerRun(evidence);
    registerList(evidence);
    registerVerify(evidence);
  },
};

interface RunOptions {
  readonly network?: readonly string[];
  readonly theory?: true;
  readonly set?: readonly string[];
  readonly parameters?: string;
  readonly out: string;
  readonly seed: number;
}

function registerRun(evidence: Program): void {
  evidence
    .command('run')
    .summary('check claims and write a folder')
    .description(
      'Checks claims and writes records, polynomials, figures, tables and report.html. Claims are about networks, or about theories: tables, closed forms, conjectures. The same arguments write the same bytes; a run that was interrupted goes on.',
    )
    .argument('[CLAIM...]', "claims by id, as 'isserlis evidence list' shows them (default: all about networks)")
    .option('--network <NET>', 'a network; may be repeated (default: the networks that the package ships)', collect)
    .option('--theory', 'all claims about theories')
    .option(
      '--set <NAME=VALUE>',
      'a parameter of the claim named, or CLAIM.NAME=VALUE; lists as 16,32,64; may be repeated',
      collect,
    )
    .option('--parameters <FILE>', 'a JSON file: { "CLAIM": { "NAME": VALUE, … }, … }')
    .option('--out <DIR>', 'the folder to write; evidence that is there is replaced', 'evidence')
    .option('--seed <N>', 'the seed of whatever is drawn', seedOption, 1)
    .addHelpText(
      'after',
      `
Exit code 0: no claim is refuted. 1: one is. 2: bad input.

Examples:
  isserlis evidence run --network examples/networks/iris-cubic --out iris-evidence
  isserlis evidence run expansion-exact --network my-network --seed 7
  isserlis evidence run --theory --out theory
  isserlis evidence run overlap-hitting-times --set dimensions=16,32,64 --set runs=32`,
    )
    .action(async (claims: readonly string[], options: RunOptions) => {
      const { runEvidence } = await import('../../theory/evidence.ts');
      const { exampleNetworks } = await import('../example-networks.ts');
      const { exitCodeOf, summarise } = await import('../evidence-summary.ts');
      const { networkClaims } = await import('../../theory/claims-by-kind.ts');
      const { claimParameters } = await import('../claim-parameters.ts');
      const parameters = await claimParameters(claims, options);
      // The shipped networks, unless only theories are asked for.
      const ofTheory = options.theory === true || claims.length > 0;
      const wanted = !ofTheory || networkClaims.some(({ id }) => claims.includes(id));
      const bar = progressBar('evidence');
      try {
        const run = await runEvidence({
          networks: options.network ?? (wanted ? exampleNetworks() : []),
          theory: options.theory === true,
          out: options.out,
          claims,
          parameters,
          seed: options.seed,
          progress: bar.progress,
        });
        bar.stop();
        await writeResult([`${summarise(run)}\n`]);
        note(`Open ${run.page}; check it again with 'isserlis evidence verify ${options.out}'.`);
        process.exitCode = exitCodeOf(run);
      } finally {
        bar.stop();
      }
    });
}

function registerList(evidence: Program): void {
  evidence
    .command('list')
    .summary('the claims there are, or the records of a folder')
    .description('Without a folder, the claims that can be checked. With one, the records in it, as they stand.')
    .argument('[DIR]', 'an evidence folder')
    .addHelpText('after', '\nExamples:\n  isserlis evidence list\n  isserlis evidence list evidence')
    .action(async (folder?: string) => {
      await writeResult([`${folder === undefined ? await listClaims() : await listRecords(folder)}\n`]);
    });
}

async function listClaims(): Promise<string> {
  const { claims } = await import('../../theory/claims.generated.ts');
  const rows = (['network', 'theory'] as const).flatMap((kind) =>
    claims
      .filter((claim) => claim.about === kind)
      .map(({ about, id, tier, statement }) => [id, about, tier, statement]),
  );
  return table([['claim', 'about', 'tier', 'statement'], ...rows]);
}

async function listRecords(folder: string): Promise<string> {
  const { listEvidence } = await import('../../theory/evidence.ts');
  const records = await listEvidence(folder);
  return table([
    ['about', 'record', 'tier', 'finding'],
    ...records.map(({ name, file, record, problem }) => [
      name,
      file,
      record?.tier ?? '–',
      record?.finding.verdict ?? `cannot be read: ${problem}`,
    ]),
  ]);
}

function registerVerify(evidence: Program): void {
  evidence
    .command('verify')
    .summary('compute a folder again and compare')
    .description(
      'Computes every record again from the inputs, parameters and seed kept in the folder, and compares. Refuses records whose inputs were changed.',
    )
    .argument('<DIR>', 'an evidence folder')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExit code 0: all confirmed. 1: a record or file is refused. 2: not an evidence folder.\n\nExample:\n  isserlis evidence verify evidence',
    )
    .action(async (folder: string, options: { json?: true }) => {
      const { verifyEvidence } = await import('../../theory/evidence.ts');
      const bar = progressBar('checking');
      try {
        const result = await verifyEvidence(folder, bar.progress);
        bar.stop();
        await writeResult([options.json === true ? `${JSON.stringify(result, null, 2)}\n` : asText(result)]);
        if (result.verdict === 'refused') process.exitCode = 1;
      } finally {
        bar.stop();
      }
    });
}

function asText({ verdict, folders, problems }: EvidenceVerification): string {
  const lines = folders.flatMap(({ name, records, problems: own, notes }) => [
    ...records.flatMap(({ claim, verdict: one, finding, reasons, notes: remarks }) => [
      `${name}: ${claim}: ${one}${finding === undefined ? '' : ` (the finding ${finding} the claim)`.replace('inconclusive the claim', 'is inconclusive')}`,
      ...reasons.map((reason) => `  refused: ${reason}`),
      ...remarks.map((remark) => `  ${remark}`),
    ]),
    ...own.map((problem) => `${name}: refused: ${problem}`),
    ...notes.map((remark) => `${name}: ${remark}`),
  ]);
  return `${[...lines, ...problems.map((problem) => `refused: ${problem}`), verdict === 'confirmed' ? 'All confirmed.' : 'Refused.'].join('\n')}\n`;
}
