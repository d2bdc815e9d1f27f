import type { Network } from '../../network/network.ts';
import type { Command } from '../command.ts';
import { seedOption } from '../options.ts';
import { note, table, writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';

export const command: Command = {
  register(program) {
    program
      .command('report')
      .summary('the main job: expand, verify, gather evidence, write a page to read')
      .description(
        'Expands each network, verifies its polynomial, checks every claim, and writes the evidence with report.html.',
      )
      .argument(
        '[NET...]',
        'folders that hold network.json, or JSON files (default: the networks that the package ships)',
      )
      .option('--out <DIR>', 'the folder to write; evidence that is there is replaced', 'evidence')
      .option('--seed <N>', 'the seed of whatever is drawn', seedOption, 1)
      .addHelpText(
        'after',
        '\nExit code 0: all is verified. 1: something is refuted. 2: bad input.\n\nExamples:\n  isserlis report\n  isserlis report path/to/network --out my-evidence',
      )
      .action(run);
  },
};

async function run(given: readonly string[], { out, seed }: { out: string; seed: number }): Promise<void> {
  const { readNetwork } = await import('../../network/read-network.ts');
  const { runEvidence } = await import('../../theory/evidence.ts');
  const { exampleNetworks } = await import('../example-networks.ts');
  const { exitCodeOf, summarise } = await import('../evidence-summary.ts');
  const paths = given.length > 0 ? given : exampleNetworks();
  const networks: Network[] = [];
  for (const path of paths) networks.push(await readNetwork(path));
  const bar = progressBar('report');
  try {
    const rows: (readonly string[])[] = [];
    for (const [index, network] of networks.entries()) {
      bar.progress(index, networks.length, `${network.name}: expanding and verifying`);
      rows.push(...(await expandAndVerify(network, seed)));
    }
    const evidence = await runEvidence({ networks: paths, out, seed, progress: bar.progress });
    bar.stop();
    const expansions = table([['network', 'output', 'variables', 'terms', 'degree', 'polynomial'], ...rows]);
    await writeResult([`${expansions}\n\n${summarise(evidence)}\n\nRead ${evidence.page}\n`]);
    note(`Check it again with 'isserlis evidence verify ${out}'.`);
    process.exitCode = rows.some((row) => row.at(-1)!.startsWith('refuted')) ? 1 : exitCodeOf(evidence);
  } finally {
    bar.stop();
  }
}

/** A row for each output. */
async function expandAndVerify(network: Network, seed: number): Promise<readonly (readonly string[])[]> {
  const { expand } = await import('../../symbolic/expand.ts');
  const { degree, support } = await import('../../symbolic/operations/structure.ts');
  const { verify } = await import('../../symbolic/verify.ts');
  const map = expand(network);
  const { outputs, errorProbabilityLog2 } = verify(network, map, { seed, interpolationWork: 0 });
  return map.outputs.map(({ name, polynomial }, k) => [
    network.name,
    name,
    `${support(polynomial).length}`,
    `${polynomial.length}`,
    `${degree(polynomial)}`,
    outputs[k]!.verdict === 'verified' ? `verified (error < 2^${errorProbabilityLog2})` : 'refuted',
  ]);
}
