import type { Enclosure } from '../../enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../../enclosure/reals.ts';
import {
  call,
  composeFormula,
  type Formula,
  fraction,
  PI,
  product,
  rationalFormula,
  sum,
  VARIABLE,
} from '../../formula/formula.ts';
import { cosine } from '../../formula/functions/sin.ts';
import { type Integrand, integrate } from '../../quadrature/integrate.ts';
import type { ApproximationMethod, MethodRequest } from '../method.ts';
import { onInterval } from '../on-interval.ts';
import { positionIn } from '../problem.ts';
import {
  addCoefficients,
  type Coefficients,
  chebyshevPolynomials,
  exactScalars,
  NotExact,
  type Scalars,
  scaleCoefficients,
} from '../scalars.ts';

export const method: ApproximationMethod = {
  name: 'chebyshev',
  summary: 'the truncated Chebyshev series: least squares with the weight 1/√(1 − t²)',
  approximate(request) {
    return onInterval(request, <T>({ S }: { readonly S: Scalars<T> }): Coefficients<T> => {
      if ((S as Scalars<unknown>) === exactScalars) throw new NotExact();
      // The scalars are enclosures: there are no other.
      return series(S as unknown as Scalars<Enclosure>, chebyshevCoefficients(request)) as unknown as Coefficients<T>;
    });
  },
};

const series = (S: Scalars<Enclosure>, coefficients: readonly Enclosure[]): Coefficients<Enclosure> =>
  chebyshevPolynomials(coefficients.length - 1)
    .map((p, k) => scaleCoefficients(S, coefficients[k]!, p.map(S.from)))
    .reduce<Coefficients<Enclosure>>((a, b) => addCoefficients(S, a, b), []);

/** c_0 = ½ ∫ F(cos θ) ds and c_k = ∫ F(cos θ) cos kθ ds over [−1, 1], θ = π(1 + s)/2. */
function chebyshevCoefficients({ problem, degree, bits, deadline }: MethodRequest): readonly Enclosure[] {
  const angle = product(product(fraction(1, 2), PI), sum(rationalFormula(1), VARIABLE));
  const K = realEnclosures(bits + 64 + 4 * degree);
  const all = integrate(
    angularIntegrand(composeFormula(problem.scaled, call(cosine, angle)), degree),
    K.from(-1),
    K.one,
    {
      tolerances: Array.from({ length: degree + 1 }, () => -bits - 3 * degree - 10),
      bits: K.bits,
      deadline,
      position: (s) => positionIn(problem)(Math.cos((Math.PI * (1 + s)) / 2)),
    },
  );
  return all.map((value, k) => (k === 0 ? K.scale(value, -1) : value));
}

function angularIntegrand(formula: Formula, degree: number): Integrand {
  return {
    formula,
    values(K: RealEnclosures, s, value) {
      const cosineOfAngle = K.cos(K.scale(K.mul(K.pi, K.add(K.one, s)), -1));
      const products = [value, K.mul(value, cosineOfAngle)];
      for (let k = 2; k <= degree; k++)
        products.push(K.sub(K.scale(K.mul(cosineOfAngle, products[k - 1]!), 1), products[k - 2]!));
      return products.slice(0, degree + 1);
    },
    // |cos kθ| ≤ e^(k |Im θ|)
    logBounds: ({ height }, exponent) =>
      Array.from({ length: degree + 1 }, (_, k) => exponent + ((k * Math.PI * height) / 2) * Math.LOG2E + 0.01),
  };
}
