// Written by `npm run registries` from src/cli/commands/: do not edit.
import type { Command } from './command.ts';
import { command as commandsApproximate } from './commands/approximate.ts';
import { command as commandsBackends } from './commands/backends.ts';
import { command as commandsConjecture } from './commands/conjecture.ts';
import { command as commandsCorrelation } from './commands/correlation.ts';
import { command as commandsDual } from './commands/dual.ts';
import { command as commandsDynamics } from './commands/dynamics.ts';
import { command as commandsEvidence } from './commands/evidence.ts';
import { command as commandsExpand } from './commands/expand.ts';
import { command as commandsExpectation } from './commands/expectation.ts';
import { command as commandsExponent } from './commands/exponent.ts';
import { command as commandsHermite } from './commands/hermite.ts';
import { command as commandsInfo } from './commands/info.ts';
import { command as commandsKernel } from './commands/kernel.ts';
import { command as commandsLearn } from './commands/learn.ts';
import { command as commandsPropagate } from './commands/propagate.ts';
import { command as commandsReport } from './commands/report.ts';
import { command as commandsSimulate } from './commands/simulate.ts';
import { command as commandsSpectrum } from './commands/spectrum.ts';
import { command as commandsSymmetric } from './commands/symmetric.ts';
import { command as commandsTrain } from './commands/train.ts';
import { command as commandsVerify } from './commands/verify.ts';

export const commands: readonly Command[] = [
  commandsApproximate,
  commandsBackends,
  commandsConjecture,
  commandsCorrelation,
  commandsDual,
  commandsDynamics,
  commandsEvidence,
  commandsExpand,
  commandsExpectation,
  commandsExponent,
  commandsHermite,
  commandsInfo,
  commandsKernel,
  commandsLearn,
  commandsPropagate,
  commandsReport,
  commandsSimulate,
  commandsSpectrum,
  commandsSymmetric,
  commandsTrain,
  commandsVerify,
];
