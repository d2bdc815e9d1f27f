// Written by `npm run registries` from src/symbolic/formula/functions/: do not edit.
import type { FunctionDefinition } from './function-definition.ts';
import { definition as functionsAbs } from './functions/abs.ts';
import { definition as functionsCos } from './functions/cos.ts';
import { definition as functionsCosh } from './functions/cosh.ts';
import { definition as functionsErf } from './functions/erf.ts';
import { definition as functionsExp } from './functions/exp.ts';
import { definition as functionsGelu } from './functions/gelu.ts';
import { definition as functionsLeakyRelu } from './functions/leaky-relu.ts';
import { definition as functionsLog } from './functions/log.ts';
import { definition as functionsMax } from './functions/max.ts';
import { definition as functionsMin } from './functions/min.ts';
import { definition as functionsMish } from './functions/mish.ts';
import { definition as functionsNormalDistribution } from './functions/normal-distribution.ts';
import { definition as functionsRelu } from './functions/relu.ts';
import { definition as functionsSigmoid } from './functions/sigmoid.ts';
import { definition as functionsSign } from './functions/sign.ts';
import { definition as functionsSilu } from './functions/silu.ts';
import { definition as functionsSin } from './functions/sin.ts';
import { definition as functionsSinh } from './functions/sinh.ts';
import { definition as functionsSoftplus } from './functions/softplus.ts';
import { definition as functionsSqrt } from './functions/sqrt.ts';
import { definition as functionsStep } from './functions/step.ts';
import { definition as functionsTan } from './functions/tan.ts';
import { definition as functionsTanh } from './functions/tanh.ts';

export const functionDefinitions: readonly FunctionDefinition[] = [
  functionsAbs,
  functionsCos,
  functionsCosh,
  functionsErf,
  functionsExp,
  functionsGelu,
  functionsLeakyRelu,
  functionsLog,
  functionsMax,
  functionsMin,
  functionsMish,
  functionsNormalDistribution,
  functionsRelu,
  functionsSigmoid,
  functionsSign,
  functionsSilu,
  functionsSin,
  functionsSinh,
  functionsSoftplus,
  functionsSqrt,
  functionsStep,
  functionsTan,
  functionsTanh,
];
