import type { Command } from '../command.ts';
import { table, writeResult } from '../output.ts';

export const command: Command = {
  register(program) {
    program
      .command('backends')
      .summary('what runs networks over floats on this machine, and why not the rest')
      .description(
        'Lists the backends that run networks over floats: which this machine has, and what the others lack.',
      )
      .option('--json', 'as JSON')
      .addHelpText('after', '\nExamples:\n  isserlis backends\n  isserlis backends --json')
      .action(async (options: { json?: true }) => {
        const found = await describe();
        await writeResult([options.json === true ? `${JSON.stringify(found, null, 2)}\n` : asText(found)]);
      });
  },
};

interface Found {
  readonly name: string;
  readonly summary: string;
  readonly available: boolean;
  /** Gives the bits of the reference. */
  readonly exactBits: boolean;
  /** What it runs on; null where it does not. */
  readonly detail: string | null;
  readonly reason: string | null;
  readonly remedy: string | null;
}

async function describe(): Promise<readonly Found[]> {
  const { backends } = await import('../../numeric/backends.generated.ts');
  return Promise.all(
    backends.map(async ({ name, summary, exactBits, availability }) => {
      const state = await availability();
      const rest = state.available
        ? { detail: state.detail, reason: null, remedy: null }
        : { detail: null, reason: state.reason, remedy: state.remedy };
      return { name, summary, available: state.available, exactBits, ...rest };
    }),
  );
}

function asText(found: readonly Found[]): string {
  const here = found.filter(({ available }) => available);
  const missing = found.filter(({ available }) => !available);
  const sections = [
    table([
      ['backend', 'bits', 'here', ''],
      ...here.map(({ name, exactBits, detail, summary }) => [
        name,
        exactBits ? 'strict' : 'bounded',
        detail ?? '',
        summary,
      ]),
    ]),
    ...missing.map(({ name, summary, reason, remedy }) => `${name}, ${summary}: not here.\n  ${reason}.\n  ${remedy}.`),
    'strict: the bits of the reference; bounded: within the bound that forwardErrorBound derives from the network.',
  ];
  return `${sections.join('\n\n')}\n`;
}
