import { absolute, formatRational, type Rational } from '../../base/rational.ts';
import type { Network } from '../../network/network.ts';
import type { Difference } from '../../symbolic/operations/compare.ts';
import type { PolynomialMap } from '../../symbolic/polynomial-map.ts';
import { LONGEST_COEFFICIENT, leadingDigits } from '../../symbolic/printing/layout.ts';
import type { Verification } from '../../symbolic/verify.ts';
import type { Command } from '../command.ts';
import { positiveInteger, seedOption } from '../options.ts';
import { writeResult } from '../output.ts';

export const command: Command = {
  register(program) {
    program
      .command('verify')
      .summary('check a polynomial against a network, without expanding it')
      .description(
        'Evaluates network and polynomial at random points modulo random 128-bit primes. A refutation is certain; a wrong polynomial passes with the probability stated. Small cases are also expanded a second, independent way.',
      )
      .argument('<NET>', 'a folder that holds network.json, or the JSON file')
      .argument('<POLYNOMIAL>', "a JSON file as 'isserlis expand --format json' writes it")
      .option(
        '--seed <N>',
        'draw primes and points from this seed (default: a fresh one, which is printed)',
        seedOption,
      )
      .option('--trials <N>', 'how many primes and points (default: 2)', positiveInteger('--trials'))
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
Exit code 0: verified. 1: refuted. 2: bad input, such as a polynomial in other variables.

Example:
  isserlis expand examples/networks/iris-cubic --format json --out iris.json
  isserlis verify examples/networks/iris-cubic iris.json`,
      )
      .action(run);
  },
};

async function run(
  path: string,
  polynomialPath: string,
  options: { seed?: number; trials?: number; json?: true },
): Promise<void> {
  const { readNetwork } = await import('../../network/read-network.ts');
  const { readPolynomialFile } = await import('../read-polynomial.ts');
  const { verify } = await import('../../symbolic/verify.ts');
  const network = await readNetwork(path);
  const map = await readPolynomialFile(polynomialPath);
  const { seed, trials } = options;
  const checked = verify(network, map, {
    ...(seed === undefined ? {} : { seed }),
    ...(trials === undefined ? {} : { trials }),
  });
  const result = checked.verdict === 'refuted' ? await locate(network, map, checked) : checked;
  await writeResult([
    options.json === true
      ? `${JSON.stringify(result, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value), 2)}\n`
      : asText(result, map.variables),
  ]);
  if (result.verdict === 'refuted') process.exitCode = 1;
}

/** Refuted outputs without a list of differing terms get one from an expansion, if that is quick: a help, not the verdict. */
async function locate(network: Network, map: PolynomialMap, result: Verification): Promise<Verification> {
  const { TooLargeError } = await import('../../base/errors.ts');
  const { expand } = await import('../../symbolic/expand.ts');
  const { differences } = await import('../../symbolic/operations/compare.ts');
  const symbolic = map.variables.length > network.inputs.length;
  const found = (name: string): readonly Difference[] => {
    try {
      const own = expand(network, { outputs: [name], symbolic, maximumProducts: QUICK_PRODUCTS }).output();
      return differences(own, map.output(name));
    } catch (error) {
      if (error instanceof TooLargeError) return [];
      throw error;
    }
  };
  return {
    ...result,
    outputs: result.outputs.map((output) => {
      if (output.verdict === 'verified' || output.differences !== undefined) return output;
      const terms = found(output.name);
      return terms.length === 0 ? output : { ...output, differences: terms };
    }),
  };
}

const QUICK_PRODUCTS = 1e8;

function asText(
  { verdict, outputs, unchecked, errorProbabilityLog2, trials, seed, interpolation }: Verification,
  variables: readonly string[],
): string {
  const lines = outputs.flatMap(({ name, verdict: one, differences, witness }) => [
    `${name}: ${one}`,
    ...(differences ?? []).map(({ factors, left, right }) => {
      const monomial =
        factors
          .map(([variable, exponent]) => `${variables[variable]}${exponent === 1 ? '' : `^${exponent}`}`)
          .join(' · ') || '1';
      return `  at ${monomial}: the network has ${show(left)}, the file ${show(right)}`;
    }),
    ...(witness === undefined
      ? []
      : [
          `  modulo ${witness.prime} at a random point the network gives ${witness.network}, the file ${witness.polynomial}`,
        ]),
  ]);
  if (unchecked.length > 0) lines.push(`Not in the file, so not checked: ${unchecked.join(', ')}.`);
  if (interpolation !== undefined) lines.push(`A second expansion, by interpolation, ${interpolation}.`);
  lines.push(
    verdict === 'verified'
      ? `Verified: a wrong polynomial passes with probability below 2^${errorProbabilityLog2} (${trials} random primes of 128 bits and points, seed ${seed}).`
      : `Refuted, for certain (seed ${seed}).`,
  );
  return `${lines.join('\n')}\n`;
}

/** Exact where it can be read, its leading digits where not; --json has them all. */
function show(value: Rational): string {
  const exact = formatRational(value);
  if (exact.length <= LONGEST_COEFFICIENT) return exact;
  const [mantissa, exponent] = leadingDigits({ ...value, numerator: absolute(value.numerator) }, 12);
  return `${value.numerator < 0n ? '-' : ''}${mantissa}…${exponent === 0 ? '' : `e${exponent}`}`;
}
