/**
 * Hermite coefficients c_k = E[f He_k], k < 20, to 30 digits, certified by quadrature (no closed forms): seconds of processor
 * time, the first call in this process and the best of several, with the coefficients to compare by.
 *
 *     node bench/hermite.ts      one line of JSON a formula; bench/peers/hermite.py does the same by mpmath, uncertified
 */
import { enclosedDecimal } from '../src/symbolic/enclosure/decimal.ts';
import { parseFormula } from '../src/symbolic/formula/parse-formula.ts';
import { gaussianMoments } from '../src/symbolic/hermite-expansion/gaussian-moments.ts';

const TERMS = 20;
const DIGITS = 30;
/** u_k ≥ 10^-5 here: so many bits beyond those of the digits. */
const BITS = Math.ceil(DIGITS * Math.log2(10)) + 24;
const SPENT = 3;

const seconds = (): number => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;

for (const text of ['gelu(x)', 'silu(x)', 'tanh(x)', 'mish(x)']) {
  const f = parseFormula(text);
  const timed = (): readonly [number, ReturnType<typeof gaussianMoments>] => {
    const start = seconds();
    const moments = gaussianMoments(f, TERMS, BITS, { deadline: Infinity });
    return [seconds() - start, moments];
  };
  const [first, { coefficients }] = timed();
  let best = first;
  for (let spent = first; spent < SPENT; ) {
    const [again] = timed();
    best = Math.min(best, again);
    spent += again;
  }
  const values = coefficients.map((c) => enclosedDecimal(c, DIGITS));
  console.log(
    JSON.stringify({
      case: text,
      system: 'isserlis',
      terms: TERMS,
      digits: DIGITS,
      first,
      seconds: best,
      coefficients: values.map(({ decimal }) => decimal),
      certified: values.map(({ digits }) => digits),
    }),
  );
}
