import type { EnclosedDecimal } from '../../symbolic/enclosure/decimal.ts';
import type { Enclosure } from '../../symbolic/enclosure/enclosure.ts';
import type { HermiteExpansion } from '../../symbolic/hermite-expansion/hermite-expansion.ts';
import type { Command } from '../command.ts';
import { enclosedText, exactOrEnclosed } from '../enclosed-text.ts';
import { positiveInteger, positiveNumber } from '../options.ts';
import { table, writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';

interface Options {
  readonly terms?: number;
  readonly digits?: number;
  readonly seconds?: number;
  readonly json?: true;
}

export const command: Command = {
  register(program) {
    program
      .command('hermite')
      .summary('the Hermite expansion of a function of one Gaussian, to any precision')
      .description(
        'Expands a formula in x in probabilists’ Hermite polynomials under the standard Gaussian: c_k = E[f He_k], u_k = c_k/√k!, f = Σ c_k/k! He_k. Exact where a closed form is known, otherwise enclosed: quadrature with a proved error.',
      )
      .argument('<FORMULA>', "in x, such as 'x^3 - 3x', 'gelu(x)' or 'exp(-x^2/2)*tanh(2x)'")
      .option('--terms <N>', 'how many coefficients, from degree 0 (default: 8)', positiveInteger('--terms'))
      .option('--digits <N>', 'significant digits of each (default: 30)', positiveInteger('--digits'))
      .option('--seconds <N>', 'give up after so many seconds (default: 60)', positiveNumber('--seconds'))
      .option('--json', 'as JSON, with both ends of every interval')
      .addHelpText(
        'after',
        `
Decimals are rounded; every digit shown is right, or the interval is shown.

Examples:
  isserlis hermite "x^3 - 3x"
  isserlis hermite "gelu(x)" --terms 20 --digits 50`,
      )
      .action(run);
  },
};

async function run(formula: string, options: Options): Promise<void> {
  const { hermiteExpansion } = await import('../../symbolic/hermite-expansion/hermite-expansion.ts');
  const { enclosedDecimal } = await import('../../symbolic/enclosure/decimal.ts');
  const { formatConstant } = await import('../../symbolic/formula/exact-constant.ts');
  const bar = progressBar('hermite');
  let expansion: HermiteExpansion;
  try {
    expansion = hermiteExpansion(formula, {
      ...(options.terms === undefined ? {} : { terms: options.terms }),
      ...(options.digits === undefined ? {} : { digits: options.digits }),
      ...(options.seconds === undefined ? {} : { maximumSeconds: options.seconds }),
      progress: bar.progress,
    });
  } finally {
    bar.stop();
  }
  const decimal = (a: Enclosure): EnclosedDecimal => enclosedDecimal(a, expansion.digits);
  const { coefficients, squaredNorm, squaredTruncationError, digits } = expansion;
  const report = {
    formula,
    digits,
    coefficients: coefficients.map(({ degree, tier, exact, coefficient, normalised }) => ({
      degree,
      tier,
      exact: exact === undefined ? null : formatConstant(exact),
      coefficient: decimal(coefficient),
      normalised: decimal(normalised),
    })),
    squaredNorm:
      squaredNorm === undefined
        ? null
        : {
            tier: squaredNorm.tier,
            exact: squaredNorm.exact === undefined ? null : formatConstant(squaredNorm.exact),
            ...decimal(squaredNorm.value),
          },
    squaredTruncationError: squaredTruncationError === undefined ? null : decimal(squaredTruncationError),
  };
  await writeResult([options.json === true ? `${JSON.stringify(report, null, 2)}\n` : asText(report)]);
}

interface Report {
  readonly formula: string;
  readonly digits: number;
  readonly coefficients: readonly {
    readonly degree: number;
    readonly tier: string;
    readonly exact: string | null;
    readonly coefficient: EnclosedDecimal;
    readonly normalised: EnclosedDecimal;
  }[];
  readonly squaredNorm: (EnclosedDecimal & { readonly tier: string; readonly exact: string | null }) | null;
  readonly squaredTruncationError: EnclosedDecimal | null;
}

function asText({ formula, digits, coefficients, squaredNorm, squaredTruncationError }: Report): string {
  const show = (value: EnclosedDecimal): string => enclosedText(value, digits);
  const exactOr = (exact: string | null, value: EnclosedDecimal): string => exactOrEnclosed(exact, value, digits);
  const last = coefficients.length - 1;
  return [
    `${formula} = Σ c_k/k! He_k = Σ u_k h_k, h_k = He_k/√k!`,
    '',
    table([
      ['k', 'c_k = E[f He_k]', 'u_k = c_k/√k!', 'tier'],
      ...coefficients.map(({ degree, tier, exact, coefficient, normalised }) => [
        `${degree}`,
        exactOr(exact, coefficient),
        exact === '0' ? '0' : show(normalised),
        tier,
      ]),
    ]),
    '',
    ...(squaredNorm === null || squaredTruncationError === null
      ? ['E[f²] is infinite, or not known to be finite: no truncation error.']
      : [
          `E[f²] = ${exactOr(squaredNorm.exact, squaredNorm)} (${squaredNorm.tier})`,
          `Without the terms above degree ${last}: E[(f − Σ_{k ≤ ${last}} u_k h_k)²] = ${show(squaredTruncationError)}`,
        ]),
    '',
  ].join('\n');
}
