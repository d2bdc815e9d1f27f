import { InputError } from '../../base/errors.ts';
import { equal } from '../../symbolic/operations/compare.ts';
import type { Polynomial } from '../../symbolic/polynomial.ts';
import {
  deepLinearKernelMoment,
  deepLinearKernelSquare,
  deepLinearKernelVariance,
  deepLinearOutputMoment,
} from '../../symbolic/width/deep-linear.ts';
import { gramMatrix } from '../../symbolic/width/gram.ts';
import { type WideNetwork, wideNetwork } from '../../symbolic/width/wide-network.ts';
import { type CheckedRow, checkedFinding } from '../checked-table.ts';
import type { TheoryClaim } from '../claim.ts';
import { product } from '../correlation-functions/correlation-function.ts';
import { cumulantOf, output, tangentKernel } from '../correlation-functions/cumulants.ts';
import { meanOf } from '../correlation-functions/mean.ts';

const OPTIONS = { gram: gramMatrix([['k']]) };

interface Form {
  readonly name: string;
  readonly closed: (depth: number) => Polynomial;
  readonly general: (network: WideNetwork) => Polynomial;
}

const outputs = (order: number) => product(...Array.from({ length: order }, () => output()));

const outputMoment = (order: number): Form => ({
  name: `E f^${order}`,
  closed: (depth) => deepLinearOutputMoment(order, depth),
  general: (network) => meanOf(outputs(order), network, OPTIONS),
});

const FORMS: readonly Form[] = [
  outputMoment(2),
  outputMoment(4),
  outputMoment(6),
  {
    name: 'E Θ',
    closed: (depth) => deepLinearKernelMoment(2, depth),
    general: (network) => meanOf(tangentKernel(), network, OPTIONS),
  },
  {
    name: 'E Θ f^2',
    closed: (depth) => deepLinearKernelMoment(4, depth),
    general: (network) => meanOf(product(tangentKernel(), outputs(2)), network, OPTIONS),
  },
  {
    name: 'E Θ^2',
    closed: deepLinearKernelSquare,
    general: (network) => meanOf(product(tangentKernel(), tangentKernel()), network, OPTIONS),
  },
  {
    name: 'Var Θ',
    closed: deepLinearKernelVariance,
    general: (network) => cumulantOf([tangentKernel(), tangentKernel()], network, OPTIONS),
  },
];

export const claim: TheoryClaim<{ readonly depths: readonly number[] }> = {
  id: 'deep-linear-networks',
  about: 'theory',
  title: 'Closed forms for deep linear networks',
  statement:
    'For d hidden layers of width n with σ(z) = z, L = 1/n, k = |x|² and Θ the tangent kernel: E f^(2m) = (2m−1)!! k^m Π_(j<m) (1 + 2jL)^d; E Θ f^(2m−2) = (d+1)/(2m−1) E f^(2m); E Θ² = k² {(d+1)(1+2L)^d + 2 Σ_(r<d) (d−r)(1+2L)^(d−1−r) [⅓(1+2L)^(r+1) + ⅔(1−L)^(r+1)]}: these are the polynomials of the general recursion over layers.',
  source: 'The transfer matrix of a layer on pairings, with eigenvalues 1 + 2L and 1 − L on four-point functions',
  tier: 'proved',
  defaults: { depths: [1, 2, 3, 4] },
  quick: { depths: [1, 2] },
  check({ depths }, _, progress) {
    const rows = depths.flatMap((depth, i) =>
      FORMS.map(({ name, closed, general }, j): CheckedRow => {
        progress(i * FORMS.length + j, depths.length * FORMS.length, `${name}, depth ${depth}`);
        if (!Number.isSafeInteger(depth) || depth < 1 || depth > 8)
          throw new InputError('depths', `expected integers from 1 to 8, got ${depth}`);
        const [form, found] = [closed(depth), general(wideNetwork({ depth, activation: [0, 1] }))];
        return { cells: [`${depth}`, name, `${form}`], holds: equal(form, found) };
      }),
    );
    return checkedFinding(
      [
        {
          name: 'closed-forms',
          caption: 'Closed forms for deep linear networks, which are those of the general recursion.',
          header: ['depth', 'quantity', 'polynomial'],
          alignment: 'rlp{0.7\\linewidth}',
          rows,
        },
      ],
      `All ${rows.length} closed forms are the polynomials of the general recursion, coefficient by coefficient.`,
    );
  },
};
