import { silent } from '../../base/progress.ts';
import { expand } from '../../symbolic/expand.ts';
import { differences, equal } from '../../symbolic/operations/compare.ts';
import type { NetworkClaim } from '../claim.ts';
import { hiddenUnits, permutation, permuteHiddenUnits } from '../hidden-units.ts';

/** Renumbers all hidden units by permutations drawn from the key, expands again, and compares exactly. */
export const claim: NetworkClaim<Record<string, never>> = {
  about: 'network',
  id: 'hidden-permutation',
  title: 'Permuting hidden units changes nothing',
  statement:
    'Renumbering the hidden units of every layer by a permutation drawn from the key, in all weights that they number, leaves every output polynomial unchanged, coefficient by coefficient.',
  source: 'The permutation symmetry of hidden units; Hecht-Nielsen, Advanced Neural Computers, 1990',
  tier: 'proved',
  defaults: {},
  inapplicable: ({ program }) =>
    hiddenUnits(program).length === 0 ? 'The network has no hidden units that can be renumbered.' : undefined,
  check(subject, _, key, progress = silent) {
    const { network, program } = subject;
    const units = hiddenUnits(program);
    const permutations = units.map(({ size }, layer) => permutation(key, size, layer));
    const original = subject.expansion();
    const permuted = expand(permuteHiddenUnits(network, program, units, permutations), { progress });
    const changed = original.outputs.filter(({ polynomial }, k) => !equal(polynomial, permuted.outputs[k]!.polynomial));
    const details = {
      hidden: units.map(({ size, axes }, k) => ({
        units: size,
        weights: [...new Set(axes.map(({ parameter }) => program.parameters[parameter]!.name))],
        permutation: permutations[k]!,
      })),
      terms: original.outputs.map(({ name, polynomial }) => ({ name, compared: polynomial.length })),
    };
    const sizes = units.map(({ size }) => size).join(', ');
    if (changed.length === 0) {
      return {
        verdict: 'supports',
        summary: `With the ${sizes} hidden units renumbered, the expansion has the same terms with exactly the same coefficients.`,
        details,
      };
    }
    return {
      verdict: 'refutes',
      summary: `With the ${sizes} hidden units renumbered, the polynomials of ${changed.map(({ name }) => name).join(', ')} change.`,
      details: {
        ...details,
        changed: changed.map(({ name, polynomial }) => ({
          name,
          terms: differences(polynomial, permuted.output(name)).length,
        })),
      },
    };
  },
};
