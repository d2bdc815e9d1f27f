// Written by `npm run registries` from src/cli/commands/: do not edit.
import type { Command } from './command.ts';

export const commands: readonly Command[] = [];
