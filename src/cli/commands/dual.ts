import { InputError } from '../../base/errors.ts';
import type { Polynomial } from '../../symbolic/polynomial.ts';
import type { Command } from '../command.ts';
import { table, writeResult } from '../output.ts';

interface Options {
  readonly other?: string;
  readonly at?: string;
  readonly json?: true;
}

export const command: Command = {
  register(program) {
    program
      .command('dual')
      .summary('the dual of an activation: E[σ(u) σ(v)] for Gaussian u, v')
      .description(
        'The dual activation E[σ(u) σ(v)], (u, v) ~ N(0, [[K11, K12], [K12, K22]]), and that of the derivative: for a polynomial as an exact polynomial in K11, K12, K22, for others in closed form.',
      )
      .argument('<ACTIVATION>', "a polynomial in one variable, such as 'x^2', or relu, erf, sin, …")
      .option('--other <POLYNOMIAL>', 'E[σ(u) τ(v)] with this polynomial for τ')
      .option('--at <K11,K12,K22>', 'the values at these covariances too')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
Examples:
  isserlis dual "x^2"
  isserlis dual "x^3 - 3x" --at "1,1/2,1"
  isserlis dual "x^2" --other "x^4 + 1" --json
  isserlis dual relu --at "1,0.5,1"`,
      )
      .action(run);
  },
};

async function run(text: string, options: Options): Promise<void> {
  const { dualFunctions } = await import('../../numeric/kernels/dual-functions.generated.ts');
  const { exactValue } = await import('../../base/coefficient.ts');
  const { numberFromRational } = await import('../../base/rational.ts');
  const point = options.at === undefined ? undefined : covariances(options.at, exactValue);
  const closed = dualFunctions.find(({ name }) => text.trim() === name || text.trim() === `${name}(x)`);
  if (closed !== undefined) {
    if (options.other !== undefined)
      throw new InputError('--other', `expected none with '${closed.name}', which is no polynomial`, 'Leave it out');
    const [k11, k12, k22] = (point ?? []).map((c) => numberFromRational(exactValue(c)));
    const values =
      point === undefined
        ? {}
        : { dual: closed.dual(k11!, k12!, k22!), derivativeDual: closed.derivativeDual(k11!, k12!, k22!) };
    const json = {
      activation: closed.name,
      closedForm: closed.summary,
      ...(point === undefined ? {} : { at: point, values }),
    };
    const lines = [closed.summary, ...Object.entries(values).map(([name, value]) => `${name} = ${value}`)];
    await write(json, `${lines.join('\n')}\n`, options);
    return;
  }
  const { dualActivation } = await import('../../symbolic/kernels/dual-activation.ts');
  const { evaluate } = await import('../../symbolic/operations/evaluate.ts');
  const { formatRational } = await import('../../base/rational.ts');
  const names = dualFunctions.map(({ name }) => name).join(', ');
  const sigma = await univariate(text, 'ACTIVATION', names);
  const tau = options.other === undefined ? undefined : await univariate(options.other, '--other', names);
  const duals = [0, 1].map((derivative) =>
    dualActivation(sigma, { derivative, ...(tau === undefined ? {} : { other: tau }) }),
  ) as [Polynomial, Polynomial];
  const values = point === undefined ? undefined : duals.map((dual) => formatRational(evaluate(dual, point)));
  const json = {
    activation: text,
    ...(options.other === undefined ? {} : { other: options.other }),
    dual: `${duals[0]}`,
    derivativeDual: `${duals[1]}`,
    ...(values === undefined ? {} : { at: point, values: { dual: values[0], derivativeDual: values[1] } }),
  };
  const other = options.other === undefined ? 'σ' : 'τ';
  const rows = [
    [`E[σ(u) ${other}(v)]`, '=', `${duals[0]}${values === undefined ? '' : ` = ${values[0]}`}`],
    [`E[σ'(u) ${other}'(v)]`, '=', `${duals[1]}${values === undefined ? '' : ` = ${values[1]}`}`],
  ];
  await write(json, `${table(rows)}\n`, options);
}

const write = (json: unknown, text: string, { json: asJson }: Options): Promise<void> =>
  writeResult([asJson === true ? `${JSON.stringify(json, null, 2)}\n` : text]);

/** The coefficients of a polynomial in one variable. */
async function univariate(text: string, where: string, names: string): Promise<readonly string[]> {
  const { parsePolynomial } = await import('../../symbolic/interop/mathjs.ts');
  const { formatRational } = await import('../../base/rational.ts');
  let f: Polynomial;
  try {
    f = parsePolynomial(text);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(where, error.problem, `Give a polynomial in one variable, or one of ${names}`);
  }
  if (f.variables.length > 1)
    throw new InputError(
      where,
      `expected one variable, got ${f.variables.join(', ')}`,
      `Give a polynomial such as 'x^2', or one of ${names}`,
    );
  const coefficients: string[] = [];
  for (const { coefficient, factors } of f.terms()) coefficients[factors[0]?.[1] ?? 0] = formatRational(coefficient);
  return Array.from(coefficients, (c) => c ?? '0');
}

/** Three numbers that are a covariance matrix. */
function covariances(
  text: string,
  exactValue: typeof import('../../base/coefficient.ts').exactValue,
): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length !== 3)
    throw new InputError('--at', `expected K11, K12 and K22 with commas between, got '${text}'`, "Write '1,1/2,1'");
  const [k11, k12, k22] = parts.map((part) => exactValue(part, '--at'));
  const [product, square] = [
    k11!.numerator * k22!.numerator * k12!.denominator ** 2n,
    k12!.numerator ** 2n * k11!.denominator * k22!.denominator,
  ];
  const negative = k11!.numerator < 0n || k22!.numerator < 0n;
  if (negative || product < square)
    throw new InputError(
      '--at',
      `[[${parts[0]}, ${parts[1]}], [${parts[1]}, ${parts[2]}]] is not positive semidefinite: ${negative ? 'a variance' : 'its determinant'} is negative`,
      'Give K11, K22 ≥ 0 and K12² ≤ K11 K22',
    );
  return parts;
}
