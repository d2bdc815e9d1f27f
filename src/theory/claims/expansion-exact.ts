import type { Json } from '../../base/json.ts';
import { bitLength } from '../../base/rational.ts';
import type { Witness } from '../../symbolic/claimed-outputs.ts';
import { degree } from '../../symbolic/polynomial.ts';
import type { PolynomialMap } from '../../symbolic/polynomial-map.ts';
import { type Proof, prove } from '../../symbolic/prove.ts';
import { type Verification, verify } from '../../symbolic/verify.ts';
import type { Finding, NetworkClaim } from '../claim.ts';

/**
 * Proved by `prove`, which evaluates the network and its polynomials at enough lattice points modulo enough primes to
 * leave no other polynomial. Where that takes too much work, tested by `verify` with its stated probability of error.
 */
export const claim: NetworkClaim<{ maximumWork: number; trials: number }> = {
  about: 'network',
  id: 'expansion-exact',
  title: 'The expansion is exact',
  statement:
    'Every output of the network, as a function of its inputs over the rational numbers with each float weight taken as exactly that float, is the polynomial in polynomial.json.',
  source:
    'Newton interpolation on the simplex lattice (Chung and Yao, SIAM J. Numer. Anal. 14, 1977) modulo primes with a coefficient bound; Schwartz, J. ACM 27, 1980, and Zippel, EUROSAM 1979, where that is too much work',
  tier: 'proved',
  defaults: { maximumWork: 4e9, trials: 2 },
  check(subject, { maximumWork, trials }, key, progress) {
    const map = subject.expansion();
    const proof = prove(subject.network, map, { maximumWork, progress });
    const shared = {
      ...(subject.polynomialHash && { polynomial: { 'polynomial.json': subject.polynomialHash() } }),
      outputs: outputDetails(map),
    };
    if (proof !== undefined) return provedFinding(proof, map, shared);
    return testedFinding(verify(subject.network, map, { seed: key.seed, trials }), map, shared);
  },
};

type Details = { readonly [name: string]: Json };

const outputDetails = ({ outputs }: PolynomialMap): Json =>
  outputs.map(({ name, polynomial }) => ({
    name,
    terms: polynomial.length,
    degree: polynomial.length === 0 ? null : degree(polynomial),
    denominatorBits: bitLength(polynomial.denominator),
  }));

function provedFinding(proof: Proof, map: PolynomialMap, shared: Details): Finding {
  const { primes, points, variables } = proof;
  const details: Details = {
    ...shared,
    method:
      'both sides evaluated at every lattice point of a simplex, modulo primes whose product exceeds the bound of all coefficients of their difference',
    degreeBound: proof.degree,
    variables,
    points,
    primes: primes.map(String),
  };
  if (proof.verdict === 'refuted') return refutation(proof.outputs, details);
  return {
    verdict: 'supports',
    summary: `${claims(map)} the network's values at all ${count(points)} lattice points of degree ≤ ${proof.degree} in ${variables} ${variables === 1 ? 'variable' : 'variables'}, modulo ${primes.length} primes whose product exceeds the bound of all coefficients, and so ${map.outputs.length === 1 ? 'is' : 'are'} the network's.`,
    details,
  };
}

function testedFinding(verification: Verification, map: PolynomialMap, shared: Details): Finding {
  const { errorProbabilityLog2, trials, interpolation } = verification;
  const details: Details = {
    ...shared,
    method: 'both sides evaluated at random points modulo random primes of 128 bits',
    trials,
    errorProbabilityLog2,
    ...(interpolation === undefined ? {} : { interpolation }),
  };
  if (verification.verdict === 'refuted') return refutation(verification.outputs, details);
  return {
    verdict: 'supports',
    tier: 'tested',
    summary: `${claims(map)} the network's values at ${trials} random points modulo random primes of 128 bits; wrong ones would pass with probability below 2^${errorProbabilityLog2}.`,
    details,
    remedy: 'A proof would take more work than the limit; raise the parameter maximumWork to have it',
  };
}

function refutation(
  outputs: readonly { readonly name: string; readonly verdict: string; readonly witness?: Witness }[],
  details: Details,
): Finding {
  const wrong = outputs.filter(({ verdict }) => verdict === 'refuted');
  return {
    verdict: 'refutes',
    summary: `The polynomials of ${wrong.map(({ name }) => name).join(', ')} are not those of the network: the witnesses give a point and a prime at which they differ.`,
    details: {
      ...details,
      witnesses: wrong.map(({ name, witness }) => ({ name, witness: witness === undefined ? null : { ...witness } })),
    },
  };
}

const claims = ({ outputs }: PolynomialMap): string =>
  outputs.length === 1 ? 'The polynomial takes' : `All ${outputs.length} polynomials take`;

const count = (n: number): string => n.toLocaleString('en-GB').replaceAll(',', ' ');
