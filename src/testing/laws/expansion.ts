/** Laws of expansion: it means what the network does, it is verified, and what is not the network's is refuted. */
import fc from 'fast-check';
import { formatRational } from '../../base/rational.ts';
import { type Network, networkToJson, trace } from '../../network/network.ts';
import { parseNetwork } from '../../network/parse-network.ts';
import { expand } from '../../symbolic/expand.ts';
import { indeterminateEntries, unknownsOf } from '../../symbolic/indeterminates.ts';
import { interpret } from '../../symbolic/interpret.ts';
import { add } from '../../symbolic/operations/arithmetic.ts';
import { evaluate } from '../../symbolic/operations/evaluate.ts';
import { polynomialFromTerms } from '../../symbolic/polynomial.ts';
import { PolynomialMap } from '../../symbolic/polynomial-map.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import { verify } from '../../symbolic/verify.ts';
import { factorsFrom } from '../arbitraries/polynomials.ts';
import { rationals } from '../arbitraries/rationals.ts';
import { readable } from '../arbitraries/readable.ts';
import { coordinates, expectLaw, type LawParameters, pointFrom, showPoint } from './law.ts';

/** The polynomial's value is the forward pass's, exactly, at random rational inputs (and symbolic weights). */
export function expansionIsForwardPass(networks: fc.Arbitrary<Network>, parameters: LawParameters = {}): void {
  fc.assert(
    fc.property(networks.map(readable), coordinates(), (net, drawn) => {
      const program = trace(net);
      const unknowns = unknownsOf(program);
      const point = pointFrom(drawn, unknowns.variables.length);
      const forward = interpret(
        program,
        QQ,
        indeterminateEntries(unknowns, QQ, (i) => point[i]!),
      );
      expand(net).outputs.forEach(({ name, polynomial }, k) => {
        const value = evaluate(polynomial, point.map(formatRational));
        expectLaw(
          QQ.equal(value, forward[k]!),
          'expansion = forward pass',
          () =>
            `at ${showPoint(point)} the polynomial of ${name} is ${formatRational(value)}, the forward pass ${formatRational(forward[k]!)}`,
        );
      });
    }),
    parameters,
  );
}

const seeds = (): fc.Arbitrary<number> => fc.nat();

/** `verify` accepts what `expand` gives, with an error probability below 2⁻⁶⁴. */
export function expansionVerifies(networks: fc.Arbitrary<Network>, parameters: LawParameters = {}): void {
  fc.assert(
    fc.property(networks.map(readable), seeds(), (net, seed) => {
      const verification = verify(net, expand(net), { seed });
      expectLaw(verification.verdict === 'verified', 'expand verifies', () => fc.stringify(verification.outputs));
      expectLaw(
        verification.errorProbabilityLog2 < -64,
        'error probability below 2^-64',
        () => `it is 2^${verification.errorProbabilityLog2}`,
      );
    }),
    parameters,
  );
}

/**
 * `verify` refutes an expansion to one of whose outputs a term was added, so that one coefficient is wrong or a
 * term too many or missing; at random points alone, without the second expansion.
 */
export function corruptionIsRefuted(networks: fc.Arbitrary<Network>, parameters: LawParameters = {}): void {
  const wrong = fc.record({
    output: fc.nat(),
    coefficient: rationals().filter(({ numerator }) => numerator !== 0n),
    variables: fc.array(fc.nat(), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(networks.map(readable), wrong, seeds(), (net, { output, coefficient, variables }, seed) => {
      const { variables: names, outputs } = expand(net);
      const extra = polynomialFromTerms(names, [
        { coefficient, factors: factorsFrom(variables.map((v) => v % names.length)) },
      ]);
      const at = output % outputs.length;
      const corrupted = outputs.with(at, { name: outputs[at]!.name, polynomial: add(outputs[at]!.polynomial, extra) });
      const verification = verify(net, new PolynomialMap(names, corrupted), { seed, interpolationWork: 0 });
      expectLaw(
        verification.outputs.every(({ verdict }, k) => verdict === (k === at ? 'refuted' : 'verified')),
        'a wrong term is refuted',
        () => `${extra} was added to ${outputs[at]!.name}, and verify says ${fc.stringify(verification.outputs)}`,
      );
    }),
    parameters,
  );
}

/** The network's description is data: written as JSON text and read back, it has the same polynomials. */
export function descriptionReadsBack(networks: fc.Arbitrary<Network>, parameters: LawParameters = {}): void {
  fc.assert(
    fc.property(networks.map(readable), (net) => {
      const description = JSON.stringify(networkToJson(net));
      const [before, after] = [expand(net), expand(parseNetwork(JSON.parse(description)))];
      expectLaw(
        `${before.variables}` === `${after.variables}` && `${before}` === `${after}`,
        'description reads back',
        () => `${before}\nbut read back from ${description}\n${after}`,
      );
    }),
    parameters,
  );
}
