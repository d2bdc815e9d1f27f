#!/usr/bin/env node
/** The `isserlis` command. Exit codes: 0 done, 1 refuted or failed, 2 bad input. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { InputError, messageOf } from '../base/errors.ts';
import { commands } from './commands.generated.ts';
import { note } from './output.ts';

const BAD_INPUT = 2;
const FAILED = 1;

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('isserlis')
  .description('Polynomial networks as explicit polynomials, exactly, with evidence that can be checked again.')
  .version(version)
  .showHelpAfterError('(--help shows what can be given, with examples)')
  .showSuggestionAfterError()
  .exitOverride()
  .addHelpText(
    'after',
    `
NET is a folder that holds network.json and its weights, or a network.json itself.
Results go to standard output, notes and progress to standard error.
Exit codes: 0 done, 1 refuted or failed, 2 bad input.

Examples:
  isserlis info examples/networks/iris-cubic
  isserlis expand examples/networks/iris-cubic --output y1
  isserlis report path/to/my-network`,
  );
for (const command of commands) command.register(program);

// A reader that stops early, such as head, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : BAD_INPUT;
  } else if (error instanceof InputError) {
    note(`isserlis: ${error.message}`);
    process.exitCode = BAD_INPUT;
  } else {
    note(`isserlis: failed: ${messageOf(error)}`);
    if (process.env.DEBUG !== undefined) note(error instanceof Error ? (error.stack ?? '') : '');
    process.exitCode = FAILED;
  }
}
