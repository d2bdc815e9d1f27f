/**
 * Correlation functions of wide networks, exactly in the width: seconds of processor time and of the clock, one line of
 * JSON a job. `node bench/width.ts [--quick]`; quick leaves out the 32 functions of up to six points.
 */
import { parseArgs } from 'node:util';
import { symbolicGram } from '../src/symbolic/width/gram.ts';
import { type WideNetwork, wideNetwork } from '../src/symbolic/width/wide-network.ts';
import { contractionsOf } from '../src/theory/correlation-functions/correlation-function.ts';
import { enumerateCorrelationFunctions } from '../src/theory/correlation-functions/enumerate.ts';
import { meanOf } from '../src/theory/correlation-functions/mean.ts';
import { parseCorrelationFunction } from '../src/theory/correlation-functions/parse.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });

/** Cluster graphs with two, four and six tensors. */
const FUNCTIONS = [
  'f f',
  'f f f f',
  'f[m] f[m]',
  'f[m] f[m] f f',
  'f[m] f[m] f[n] f[n]',
  'f[m,n] f[m] f[n] f',
  'f[m,n] f[m,n]',
  'f[m,n,r] f[m,n,r]',
  'f[m,n,r,s] f[m,n,r,s]',
  'f[m,m] f',
  'f[m,m] f[n,n]',
  'f[m,m,n,n] f',
  'f[m,m,n] f[n]',
  'f[m] f[m,n] f[n,r] f[r]',
  'f[m,n,r] f[m] f[n] f[r]',
  'f[m,n] f[n,r] f[r,m] f',
  'f[m,n] f[n,r] f[r,s] f[s,m]',
  'f[m,n] f[m,n] f[r,s] f[r,s]',
  'f[m,n] f[m,n] f f',
  'f[m,n] f[m,n] f[r] f[r]',
  'f[m,n] f[m,n,r] f[r] f',
  'f[m,m] f[n,r] f[n] f[r]',
  'f[m] f[m] f[n] f[n] f[r] f[r]',
  'f[m] f[m] f[n,r] f[n] f[r] f',
  'f[m,n] f[m] f[n] f[r,s] f[r] f[s]',
  'f[m,n,r] f[m] f[n] f[r] f f',
  'f[m] f[m] f[n,r,s] f[n] f[r] f[s]',
  'f[m,n] f[m] f[n] f f f',
  'f[m,n,r,s] f[m] f[n] f[r] f[s] f',
  'f[m] f[m,n] f[n,r] f[r,s] f[s] f',
  'f[m,n,r,s,t] f[m] f[n] f[r] f[s] f[t]',
  'f[m] f[m,n] f[n,r] f[r,s] f[s,t] f[t]',
];

const square = (depth: number): WideNetwork => wideNetwork({ depth, activation: [0, 0, 1] });
const cubic = wideNetwork({ depth: 2, activation: [0, 1, '1/2', '1/6'] });

function run(job: string, work: () => { readonly terms: number; readonly functions: number }): void {
  const clock = performance.now();
  const processor = process.cpuUsage();
  const found = work();
  const { user, system } = process.cpuUsage(processor);
  const seconds = (performance.now() - clock) / 1000;
  console.log(JSON.stringify({ job, processorSeconds: (user + system) / 1e6, seconds, ...found }));
}

const means =
  (functions: readonly string[], network: WideNetwork, options: Parameters<typeof meanOf>[2] = {}) =>
  () => {
    let terms = 0;
    for (const text of functions) terms += meanOf(parseCorrelationFunction(text), network, options).length;
    return { terms, functions: functions.length };
  };

const four = FUNCTIONS.filter((text) => parseCorrelationFunction(text).tensors.length <= 4);
run('E f⁴, a cubic, two hidden layers', means(['f f f f'], cubic));
run('E f⁴, a cubic, two hidden layers, symbolic norm', means(['f f f f'], cubic, { gram: symbolicGram(1) }));
run(
  'E Θ₁₂², x³, two hidden layers, symbolic Gram matrix',
  means(['f[m](1) f[m](2) f[n](1) f[n](2)'], wideNetwork({ depth: 2, activation: [0, 0, 0, 1] }), {
    gram: symbolicGram(2),
  }),
);
run('four-point functions, x², two hidden layers', means(four, square(2)));
run(
  'four-point functions, x², three hidden layers',
  means(
    four.filter((text) => contractionsOf(parseCorrelationFunction(text)).length <= 3),
    square(3),
  ),
);
run('E f⁶, x², three hidden layers, two orders in 1/n', means(['f f f f f f'], square(3), { orders: 2 }));
run('E f⁴, linear, 200 hidden layers', means(['f f f f'], wideNetwork({ depth: 200, activation: [0, 1] })));
if (!values.quick) {
  run('32 functions of up to six points, x², two hidden layers', means(FUNCTIONS, square(2)));
  run('correlation functions of up to six tensors and second derivatives, x², one hidden layer', () => {
    const functions = enumerateCorrelationFunctions({ tensors: 6, order: 2 });
    let terms = 0;
    for (const c of functions) terms += meanOf(c, square(1)).length;
    return { terms, functions: functions.length };
  });
}
