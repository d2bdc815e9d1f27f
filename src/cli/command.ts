import type { Command as Program } from 'commander';

/** A command of `isserlis`. A new one is one file in `commands/`; what is heavy is loaded when it runs. */
export interface Command {
  register(program: Program): void;
}
