/**
 * Exponents: the statistics T_k of samples without a direction, and exact exponents of links. Lines of JSON, seconds by the clock.
 *
 *     node bench/exponents.ts                       T_k at n = 20,000, d = 200, k ≤ 6, and at n = 4,000, d = 50; the links
 *     node bench/exponents.ts --quick               the smaller size and the links
 *     node bench/exponents.ts --write FILE          writes the samples of the smaller size, for bench/peers/exponents.py FILE
 */
import { writeFileSync } from 'node:fs';
import { orderStatistics } from '../src/theory/directions/order-statistics.ts';
import { samplesOf } from '../src/theory/directions/samples.ts';
import { type Exponent, exponentText } from '../src/theory/exponents/exponent.ts';
import { formulaLink } from '../src/theory/exponents/formula-link.ts';
import { generativeExponent } from '../src/theory/exponents/generative-exponent.ts';
import { informationExponent } from '../src/theory/exponents/information-exponent.ts';

const ORDERS = 6;
const SMALL = { count: 4000, dimension: 50 };
const LARGE = { count: 20_000, dimension: 200 };
const LINKS = [
  'x^3 - 3x',
  'x^4 - 6x^2 + 3',
  'x^60',
  'relu(x)',
  'tanh(x)',
  'sign(x^3 - 3x)',
  'x^2*exp(-x^2)',
  'exp(x^4 - x)',
  'log(x^2) - x^2',
  'sin(x) - exp(-1/2)*x',
  '1/(1 + x^2)',
];

const options = process.argv.slice(2);
const file = options[0] === '--write' ? options[1] : undefined;
const quick = options[0] === '--quick';
const he3 = (x: Float64Array): number => x[0]! ** 3 - 3 * x[0]!;
const print = (line: object): void => console.log(JSON.stringify(line));

/** undefined where no coefficient is to be had. */
function ofSquareIntegrable(link: string): Exponent | undefined {
  try {
    return informationExponent(formulaLink(link));
  } catch {
    return undefined;
  }
}

async function statistics({ count, dimension }: typeof SMALL): Promise<void> {
  const samples = samplesOf(he3, { count, dimension, seed: 1 });
  for (const threads of [1, 2]) {
    const start = performance.now();
    const found = await orderStatistics(samples, { maximumOrder: ORDERS, permutations: 0, centre: false, threads });
    print({
      case: `T_k, n = ${count}, d = ${dimension}, k ≤ ${ORDERS}`,
      system: 'isserlis',
      threads,
      seconds: (performance.now() - start) / 1000,
      mebibytes: Math.round(process.resourceUsage().maxRSS / 1024),
      path: found.path,
      values: found.statistics.map(({ value }) => value),
    });
  }
}

if (file !== undefined) {
  const { inputs, labels } = samplesOf(he3, { ...SMALL, seed: 1 });
  // [n, d], the labels, the inputs: doubles.
  const all = new Float64Array(2 + labels.length + inputs.length);
  all.set([SMALL.count, SMALL.dimension]);
  all.set(labels, 2);
  all.set(inputs, 2 + labels.length);
  writeFileSync(file, all);
} else {
  for (const link of LINKS) {
    const start = performance.now();
    const generative = generativeExponent(formulaLink(link));
    const information = ofSquareIntegrable(link);
    print({
      case: link,
      system: 'isserlis',
      seconds: (performance.now() - start) / 1000,
      informationExponent: information === undefined ? null : exponentText(information),
      generativeExponent: exponentText(generative),
      tiers: [information?.tier ?? null, generative.tier],
    });
  }
  await statistics(SMALL);
  if (!quick) await statistics(LARGE);
}
process.exit();
