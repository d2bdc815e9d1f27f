// Written by `npm run registries` from src/cli/commands/: do not edit.
import type { Command } from './command.ts';
import { command as commandsApproximate } from './commands/approximate.ts';
import { command as commandsEvidence } from './commands/evidence.ts';
import { command as commandsExpand } from './commands/expand.ts';
import { command as commandsHermite } from './commands/hermite.ts';
import { command as commandsInfo } from './commands/info.ts';
import { command as commandsReport } from './commands/report.ts';
import { command as commandsVerify } from './commands/verify.ts';

export const commands: readonly Command[] = [
  commandsApproximate,
  commandsEvidence,
  commandsExpand,
  commandsHermite,
  commandsInfo,
  commandsReport,
  commandsVerify,
];
