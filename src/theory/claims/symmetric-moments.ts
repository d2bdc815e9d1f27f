import { InputError } from '../../base/errors.ts';
import { formatRational } from '../../base/rational.ts';
import { type CheckedRow, checkedFinding } from '../checked-table.ts';
import type { TheoryClaim } from '../claim.ts';
import { singleIndexMoment } from '../symmetric/single-index-moments.ts';
import { formatSurds } from '../symmetric/surd-sum.ts';

type Parameters = {
  readonly teacher: readonly string[];
  readonly student: readonly string[];
  readonly orders: readonly number[];
  readonly sizes: readonly number[];
  /** Values of E[⟨h, p̃⟩^k conj⟨g, p̃⟩^k] at some N. */
  readonly values: readonly { readonly order: number; readonly N: number; readonly value: string }[];
};

export const claim: TheoryClaim<Parameters> = {
  id: 'symmetric-moments',
  about: 'theory',
  title: 'Moments of symmetric single-index models in and beyond the stable range',
  statement:
    'For x ~ CUE(N), p̃_k = p_k/√k and h, g supported on indices ≤ K, E[⟨h, p̃⟩^k conj⟨g, p̃⟩^l] = δ_kl k! ⟨h, g⟩^k while max(k, l) K ≤ N, so that monomials take the place of Hermite polynomials; beyond, the values are those given.',
  source:
    'Zweig and Bruna, "Symmetric single-index learning", arXiv:2310.02117; Diaconis and Evans, Trans. AMS 353 (2001), 2615',
  tier: 'proved',
  defaults: {
    teacher: ['3/5', '4/5'],
    student: ['5/13', '12/13'],
    orders: [1, 2, 3],
    sizes: [2, 3, 4, 6, 8],
    values: [
      { order: 1, N: 2, value: '63/65' },
      { order: 2, N: 2, value: '5346/4225' },
      { order: 2, N: 3, value: '7362/4225' },
      { order: 2, N: 4, value: '7938/4225' },
      { order: 3, N: 2, value: '21843/10985' },
      { order: 3, N: 3, value: '1166562/274625' },
      { order: 3, N: 6, value: '1500282/274625' },
    ],
  },
  quick: { orders: [1, 2], sizes: [3, 4], values: [{ order: 2, N: 3, value: '7362/4225' }] },
  check({ teacher, student, orders, sizes, values }, _, progress) {
    for (const n of [...orders, ...sizes])
      if (!Number.isSafeInteger(n) || n < 1 || n > 12)
        throw new InputError('orders', `expected integers from 1 to 12, also for sizes, got ${n}`);
    const support = Math.max(teacher.length, student.length);
    const stable = sizes.flatMap((N, i) => {
      progress(i, sizes.length, `N = ${N}`);
      return orders.flatMap((k) =>
        orders.map((l): CheckedRow => {
          const { value, stable: predicted } = singleIndexMoment(teacher, k, student, l, N);
          const inside = Math.max(k, l) * support <= N;
          const [found, expected] = [formatSurds(value), formatRational(predicted)];
          return {
            cells: [`${N}`, `${k}`, `${l}`, found, expected, inside ? 'yes' : 'no'],
            holds: inside ? found === expected : true,
          };
        }),
      );
    });
    const given = values.map(({ order, N, value }): CheckedRow => {
      const found = formatSurds(singleIndexMoment(teacher, order, student, order, N).value);
      return { cells: [`${N}`, `${order}`, found, value], holds: found === value };
    });
    return checkedFinding(
      [
        {
          name: 'moments',
          caption: `Moments for h = (${teacher.join(', ')}), g = (${student.join(', ')}), beside delta k! <h, g>^k.`,
          header: ['N', 'k', 'l', 'moment', 'stable value', 'stable range'],
          alignment: 'rrrrrl',
          rows: stable,
        },
        {
          name: 'values',
          caption: 'Moments with k = l beside the values given.',
          header: ['N', 'k', 'moment', 'given'],
          alignment: 'rrrr',
          rows: given,
        },
      ],
      `In the stable range all ${stable.filter(({ cells }) => cells[5] === 'yes').length} moments are δ_kl k! ⟨h, g⟩^k; the ${values.length} values given, in it and beyond, are right.`,
    );
  },
};
