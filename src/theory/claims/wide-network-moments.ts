import { InputError } from '../../base/errors.ts';
import { formatRational } from '../../base/rational.ts';
import { scale } from '../../symbolic/operations/arithmetic.ts';
import { equal } from '../../symbolic/operations/compare.ts';
import { substitute } from '../../symbolic/operations/substitute.ts';
import { Polynomial } from '../../symbolic/polynomial-constructors.ts';
import { gramMatrix } from '../../symbolic/width/gram.ts';
import { activationFromText } from '../../symbolic/width/read-activation.ts';
import { type WideNetwork, wideNetwork } from '../../symbolic/width/wide-network.ts';
import { type CheckedRow, checkedFinding } from '../checked-table.ts';
import type { TheoryClaim } from '../claim.ts';
import { product } from '../correlation-functions/correlation-function.ts';
import { cumulantOf, hessianTrace, output, tangentKernel } from '../correlation-functions/cumulants.ts';
import { meanOfSum, sumOf, timeDerivative } from '../correlation-functions/dynamics.ts';
import { type MeanOptions, meanOf } from '../correlation-functions/mean.ts';

type Row = {
  readonly activation: string;
  readonly depth: number;
  readonly quantity: string;
  /** A polynomial in k = |x|² and L = 1/n. */
  readonly value: string;
};

const QUANTITIES: Readonly<Record<string, (network: WideNetwork, options: MeanOptions) => Polynomial>> = {
  'E f^2': (n, o) => meanOf(product(output(), output()), n, o),
  'E f^4': (n, o) => meanOf(product(output(), output(), output(), output()), n, o),
  'E Θ': (n, o) => meanOf(tangentKernel(), n, o),
  'E Θ^2': (n, o) => meanOf(product(tangentKernel(), tangentKernel()), n, o),
  'Var Θ': (n, o) => cumulantOf([tangentKernel(), tangentKernel()], n, o),
  '-E dΘ/dt': (n, o) => scale(-1, meanOfSum(timeDerivative(sumOf(tangentKernel()), [1]), n, o)),
  'E tr H^2': (n, o) => meanOf(hessianTrace(2), n, o),
};

const rowsOf = (activation: string, depth: number, values: Readonly<Record<string, string>>): readonly Row[] =>
  Object.entries(values).map(([quantity, value]) => ({ activation, depth, quantity, value }));

/** Exact means over Gaussian weights, compared coefficient by coefficient. Θ is the tangent kernel at one input, which is the training set. */
export const claim: TheoryClaim<{ readonly rows: readonly Row[] }> = {
  id: 'wide-network-moments',
  about: 'theory',
  title: 'Moments of wide polynomial networks, exactly in the width',
  statement:
    'For f = n^(−1/2) Σ V_i σ(z_i) and its like with more hidden layers, all weights N(0, 1) and all hidden widths n, the means over the initialisation of powers of f, of the tangent kernel Θ = |∇f|², of its time derivative in gradient flow on ½(f − y)², and of tr H² at an input with |x|² = k are the polynomials in k and L = 1/n given.',
  source:
    'Computed by a separate program and checked by brute force at n = 1, …, 4; Dyer and Gur-Ari, arXiv:1909.11304, for the quantities',
  tier: 'proved',
  defaults: {
    rows: [
      ...rowsOf('x', 1, {
        'E f^2': 'k',
        'E f^4': '3*k^2 + 6*k^2*L',
        'E Θ': '2*k',
        'E Θ^2': '4*k^2 + 4*k^2*L',
        '-E dΘ/dt': '4*k^2*L',
        'E tr H^2': '2*k',
      }),
      ...rowsOf('x^2', 1, {
        'E f^2': '3*k^2',
        'E f^4': '27*k^4 + 288*k^4*L',
        'E Θ': '7*k^2',
        'E Θ^2': '49*k^4 + 320*k^4*L',
        '-E dΘ/dt': '384*k^4*L',
        'E tr H^2': '12*k^2',
      }),
      ...rowsOf('x^3', 1, {
        'E f^2': '15*k^3',
        'E f^4': '675*k^6 + 30510*k^6*L',
        'E Θ': '42*k^3',
        'E Θ^2': '1764*k^6 + 51156*k^6*L',
        '-E dΘ/dt': '68040*k^6*L',
        'E tr H^2': '90*k^3',
      }),
      ...rowsOf('He2', 1, {
        'E f^2': '1 - 2*k + 3*k^2',
        'E Θ': '1 - 2*k + 7*k^2',
        '-E dΘ/dt': '16*k^2*L - 144*k^3*L + 384*k^4*L',
        'E tr H^2': '12*k^2',
        'Var Θ': '8*k^2*L - 80*k^3*L + 320*k^4*L',
      }),
      ...rowsOf('x^2', 2, {
        'E f^2': '27*k^4 + 288*k^4*L',
        'E f^4': '2187*k^8 + 163296*k^8*L + 5318784*k^8*L^2 + 91570176*k^8*L^3 + 541458432*k^8*L^4',
        'E Θ': '111*k^4 + 1344*k^4*L',
        'Var Θ': '490560*k^8*L + 22144512*k^8*L^2 + 410972160*k^8*L^3 + 2382931968*k^8*L^4',
        '-E dΘ/dt': '397440*k^8*L + 23132736*k^8*L^2 + 538797312*k^8*L^3 + 3938291712*k^8*L^4',
        'E tr H^2': '508*k^4 + 5408*k^4*L',
      }),
      ...rowsOf('x^3', 2, {
        'E f^2': '50625*k^9 + 6864750*k^9*L + 509976000*k^9*L^2',
        'E Θ': '305775*k^9 + 46974330*k^9*L + 3862851120*k^9*L^2',
      }),
    ],
  },
  quick: { rows: rowsOf('x^2', 1, { 'E f^4': '27*k^4 + 288*k^4*L', '-E dΘ/dt': '384*k^4*L' }) },
  check({ rows }, _, progress) {
    const checked = rows.map(({ activation, depth, quantity, value }, i): CheckedRow => {
      progress(i, rows.length, `${quantity} of ${activation}, depth ${depth}`);
      const mean = QUANTITIES[quantity];
      if (mean === undefined)
        throw new InputError(
          'rows',
          `there is no quantity '${quantity}'`,
          `Take ${Object.keys(QUANTITIES).join(', ')}`,
        );
      const network = wideNetwork({ depth, activation: activationFromText(activation).map(formatRational) });
      // Without a target: its terms have odd moments, which vanish.
      const options = { gram: gramMatrix([['k']]), targets: [0] };
      const found = substitute(mean(network, options), { inverse_n: Polynomial.variable(['L'], 'L') });
      return {
        cells: [activation, `${depth}`, quantity, `${found}`, value],
        holds: equal(found, Polynomial.parse(value)),
      };
    });
    return checkedFinding(
      [
        {
          name: 'moments',
          caption: 'Exact means by the recursion over layers, beside the values given; L = 1/n.',
          header: ['activation', 'depth', 'quantity', 'mean', 'given'],
          alignment: 'lrlp{0.3\\linewidth}p{0.3\\linewidth}',
          rows: checked,
        },
      ],
      `All ${rows.length} means are those given, coefficient by coefficient.`,
    );
  },
};
