import fc from 'fast-check';
import { absolute } from '../../base/rational.ts';
import { type Network, trace } from '../../network/network.ts';
import { expand } from '../../symbolic/expand.ts';
import { unknownsOf } from '../../symbolic/indeterminates.ts';
import { degree } from '../../symbolic/polynomial.ts';
import { expansionSize } from '../../symbolic/size.ts';
import { readable } from '../arbitraries/readable.ts';
import { expectLaw, type LawParameters } from './law.ts';

/**
 * What is said of the expansion before it starts bounds it: degree, variables, number of terms, denominators, and the
 * sum of the coefficients' absolute values.
 */
export function boundsHold(networks: fc.Arbitrary<Network>, parameters: LawParameters = {}): void {
  fc.assert(
    fc.property(networks.map(readable), (net) => {
      const program = trace(net);
      const { outputs: bounds, heights } = expansionSize(program, unknownsOf(program));
      expand(net).outputs.forEach(({ name, polynomial: f }, k) => {
        const [bound, height] = [bounds[k]!, heights[k]!];
        const sum = f.numerators.reduce((total, numerator) => total + absolute(numerator), 0n);
        const variables = new Set(f.monomials.variables);
        expectLaw(
          degree(f) <= bound.degree,
          'degree within its bound',
          () => `${name} has degree ${degree(f)}, over ${bound.degree}`,
        );
        expectLaw(
          f.length <= bound.terms,
          'terms within their bound',
          () => `${name} has ${f.length} terms, over ${bound.terms}`,
        );
        expectLaw(
          [...variables].every((v) => ((bound.variables >> BigInt(v)) & 1n) === 1n),
          'variables within their bound',
          () => `${name} has ${[...variables]}, bound ${bound.variables.toString(2)}`,
        );
        expectLaw(
          height.denominator % f.denominator === 0n,
          'denominator divides its bound',
          () => `${name} has ${f.denominator}, bound ${height.denominator}`,
        );
        expectLaw(
          sum * height.denominator <= height.norm * f.denominator,
          'coefficients within their bound',
          () => `${name} has sum ${sum}/${f.denominator}, bound ${height.norm}/${height.denominator}`,
        );
      });
    }),
    parameters,
  );
}
