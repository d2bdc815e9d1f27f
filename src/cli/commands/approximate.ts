import { InputError } from '../../base/errors.ts';
import type { PolynomialApproximation } from '../../symbolic/approximation/approximate.ts';
import type { EnclosedDecimal } from '../../symbolic/enclosure/decimal.ts';
import type { Enclosure } from '../../symbolic/enclosure/enclosure.ts';
import type { Command } from '../command.ts';
import { enclosedText, exactOrEnclosed } from '../enclosed-text.ts';
import { positiveInteger, positiveNumber } from '../options.ts';
import { table, writeResult } from '../output.ts';

interface Options {
  readonly degree: number;
  readonly method?: string;
  readonly interval?: string;
  readonly center?: string;
  readonly nodes?: string;
  readonly digits?: number;
  readonly seconds?: number;
  readonly json?: true;
}

export const command: Command = {
  register(program) {
    program
      .command('approximate')
      .summary('a polynomial near a function, with certified errors')
      .description(
        'Approximates a formula in x by a polynomial: minimax, least-squares (uniform weight), h1 (value and derivative, uniform weight), gaussian (least squares and H¹ under the standard Gaussian), chebyshev, taylor, hermite-interpolation. Coefficients are exact or enclosed, errors enclosed.',
      )
      .argument('<FORMULA>', "in x, such as 'relu(x)' or 'gelu(x)'")
      .requiredOption('--degree <N>', 'of the polynomial', degree)
      .option('--method <NAME>', 'as above (default: least-squares)')
      .option('--interval <A,B>', "two constants, such as '-5,5' or '0,pi/2' (default: -1,1)")
      .option('--center <C>', 'where taylor expands (default: the middle of the interval)')
      .option('--nodes <X,Y,…>', 'where hermite-interpolation meets value and derivative (default: evenly spaced)')
      .option('--digits <N>', 'significant digits (default: 30)', positiveInteger('--digits'))
      .option('--seconds <N>', 'give up after so many seconds (default: 60)', positiveNumber('--seconds'))
      .option('--json', 'as JSON, with both ends of every interval')
      .addHelpText(
        'after',
        `
Decimals are rounded; every digit shown is right, or the interval is shown.

Examples:
  isserlis approximate "relu(x)" --interval "-5,5" --degree 4 --method minimax
  isserlis approximate "gelu(x)" --degree 8 --method gaussian
  isserlis approximate "gelu(x)" --interval "-2,2" --nodes "-2,0,2" --degree 5 --method hermite-interpolation`,
      )
      .action(run);
  },
};

function degree(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0)
    throw new InputError('--degree', `expected a whole number from 0, got '${text}'`);
  return value;
}

async function run(formula: string, options: Options): Promise<void> {
  const { approximate } = await import('../../symbolic/approximation/approximate.ts');
  const { center, seconds, json, ...rest } = options;
  const found = approximate(formula, {
    ...rest,
    ...(center === undefined ? {} : { centre: center }),
    ...(seconds === undefined ? {} : { maximumSeconds: seconds }),
  });
  const report = await reportOf(formula, found, options.interval ?? '-1,1');
  await writeResult([json === true ? `${JSON.stringify(report, null, 2)}\n` : asText(report)]);
}

type Report = Awaited<ReturnType<typeof reportOf>>;

async function reportOf(formula: string, found: PolynomialApproximation, interval: string) {
  const { enclosedDecimal } = await import('../../symbolic/enclosure/decimal.ts');
  const { formatConstant } = await import('../../symbolic/formula/exact-constant.ts');
  const decimal = (a: Enclosure): EnclosedDecimal => enclosedDecimal(a, found.digits);
  return {
    formula,
    method: found.method,
    degree: found.degree,
    interval: found.interval === undefined ? null : interval,
    digits: found.digits,
    coefficients: found.coefficients.map(({ tier, exact, value }, power) => ({
      power,
      tier,
      exact: exact === undefined ? null : formatConstant(exact),
      ...decimal(value),
    })),
    maximumError: found.maximumError === undefined ? null : { tier: 'enclosed', ...decimal(found.maximumError) },
    meanSquares: found.meanSquares.map(({ meaning, exact, value }) => ({
      meaning,
      tier: exact === undefined ? 'enclosed' : 'exact',
      exact: exact === undefined ? null : formatConstant(exact),
      ...decimal(value),
    })),
    equioscillation:
      found.equioscillation?.map(({ point, error }) => ({ point: decimal(point).decimal, error: decimal(error) })) ??
      null,
  };
}

function asText(report: Report): string {
  const {
    formula,
    method,
    degree: n,
    interval,
    digits,
    coefficients,
    maximumError,
    meanSquares,
    equioscillation,
  } = report;
  const show = (value: EnclosedDecimal): string => enclosedText(value, digits);
  const exactOr = (value: EnclosedDecimal & { readonly exact: string | null }): string =>
    exactOrEnclosed(value.exact, value, digits);
  return [
    `${formula} by a polynomial of degree ${n}: ${method}${interval === null ? ', on the whole line' : ` on [${interval}]`}`,
    '',
    table([['power', 'coefficient', 'tier'], ...coefficients.map((c) => [`x^${c.power}`, exactOr(c), c.tier])]),
    '',
    ...(maximumError === null ? [] : [`maximum of |f − p|: ${show(maximumError)} (enclosed)`]),
    ...meanSquares.map((mean) => `${mean.meaning}: ${exactOr(mean)} (${mean.tier})`),
    ...(equioscillation === null
      ? []
      : [
          '',
          table([
            ['equioscillation at x', 'f − p'],
            ...equioscillation.map(({ point, error }) => [point, error.decimal]),
          ]),
        ]),
    '',
  ].join('\n');
}
