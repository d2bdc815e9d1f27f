import type { Json } from '../../base/json.ts';
import { indeterminateEntries, unknownsOf } from '../../symbolic/indeterminates.ts';
import { interpret } from '../../symbolic/interpret.ts';
import { degree, type Polynomial } from '../../symbolic/polynomial.ts';
import { Degree } from '../../symbolic/rings/degree.ts';
import { monomialCount } from '../../symbolic/rings/support.ts';
import type { NetworkClaim } from '../claim.ts';
import { type Multidegree, multidegrees } from '../multidegree.ts';
import type { Subject } from '../subject.ts';

/**
 * Degrees and occurring inputs of the expansion against bounds read off the program over (max, +), which sees no
 * coefficient but 0. They are bounds, since leading terms may cancel; the finding says where they are attained.
 */
export const claim: NetworkClaim<Record<string, never>> = {
  about: 'network',
  id: 'degree-and-support',
  title: 'Degree and support are as predicted',
  statement:
    "Every output's total degree, its degree in each input and the inputs that occur in it are at most those that the program predicts over (max, +), and its number of terms is at most that of all monomials of this degree in these inputs.",
  source: 'Degrees of sums and products: deg(f + g) ≤ max(deg f, deg g), deg(f g) = deg f + deg g over a field',
  tier: 'proved',
  defaults: {},
  check(subject) {
    const outputs = predictions(subject).map((prediction, k) =>
      compare(prediction, subject.expansion().outputs[k]!.polynomial),
    );
    const exceeded = outputs.filter(({ within }) => !within);
    const attained = outputs.filter((output) => output.attained);
    const details = outputs.map(({ name, predicted, found }) => ({ name, predicted, found }));
    if (exceeded.length > 0) {
      const names = exceeded.map(({ name }) => name).join(', ');
      return { verdict: 'refutes', summary: `The polynomials of ${names} exceed the prediction.`, details };
    }
    const all = outputs.length === 1 ? 'the output' : `all ${outputs.length} outputs`;
    return {
      verdict: 'supports',
      summary:
        attained.length === outputs.length
          ? `The degree, the degree in each input and the inputs that occur are exactly those predicted, for ${all}.`
          : `Within the prediction for ${all}, and exactly as predicted for ${attained.length} of ${outputs.length}; in the others terms cancel.`,
      details,
    };
  },
};

interface Prediction {
  readonly name: string;
  readonly degree: number;
  readonly multidegree: Multidegree;
}

function predictions({ program, outputs }: Subject): readonly Prediction[] {
  const unknowns = unknownsOf(program);
  const degrees = interpret(
    program,
    Degree,
    indeterminateEntries(unknowns, Degree, () => 1),
  );
  const ring = multidegrees(unknowns.variables.length);
  const multidegree = interpret(program, ring, indeterminateEntries(unknowns, ring, ring.variable));
  return outputs.map((name, k) => ({ name, degree: degrees[k]!, multidegree: multidegree[k] }));
}

interface Comparison {
  readonly name: string;
  readonly predicted: Json;
  readonly found: Json;
  readonly within: boolean;
  readonly attained: boolean;
}

function compare(prediction: Prediction, f: Polynomial): Comparison {
  const none = new Uint32Array(f.variables.length);
  const predicted = prediction.multidegree ?? none;
  const found = multidegreeOf(f);
  const total = degree(f);
  const most = monomialCount(predicted.filter((exponent) => exponent > 0).length, prediction.degree);
  return {
    name: prediction.name,
    predicted: describe(f.variables, prediction.degree, predicted, most),
    found: describe(f.variables, total, found, f.length),
    within: total <= prediction.degree && found.every((exponent, i) => exponent <= predicted[i]!) && f.length <= most,
    attained: total === prediction.degree && found.every((exponent, i) => exponent === predicted[i]!),
  };
}

/** The degree of a polynomial in each of its variables. */
function multidegreeOf({ variables, monomials }: Polynomial): Uint32Array {
  const degrees = new Uint32Array(variables.length);
  monomials.variables.forEach((variable, i) => {
    degrees[variable] = Math.max(degrees[variable]!, monomials.exponents[i]!);
  });
  return degrees;
}

const describe = (variables: readonly string[], total: number, multidegree: Uint32Array, terms: number): Json => ({
  degree: Number.isFinite(total) ? total : null,
  degrees: Object.fromEntries(variables.flatMap((name, i) => (multidegree[i]! > 0 ? [[name, multidegree[i]!]] : []))),
  terms: Number.isFinite(terms) ? terms : null,
});
