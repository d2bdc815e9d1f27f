import { InputError } from '../../base/errors.ts';
import { suggestion } from '../../network/suggestion.ts';
import type { NetworkClaim, TheoryClaim } from '../claim.ts';
import { networkClaims, theoryClaims } from '../claims-by-kind.ts';
import { type Parameters, parametersFor } from './parameters.ts';

export interface Choice {
  /** Claims by id. */
  readonly claims?: readonly string[] | undefined;
  /** All claims about theories. */
  readonly theory?: boolean | undefined;
  readonly parameters?: Parameters | undefined;
}

export interface ChosenClaims {
  readonly network: readonly NetworkClaim[];
  readonly theory: readonly TheoryClaim[];
}

/**
 * The claims named; without names those about networks where there are `networks`, and with `theory` those about theories too.
 * Throws {@link InputError} naming a claim that does not exist or is not among them, a parameter that does not fit, networks
 * that no claim is about, or claims about networks without a network.
 */
export function chooseClaims({ claims = [], theory = false, parameters = {} }: Choice, networks: number): ChosenClaims {
  const known = [...networkClaims, ...theoryClaims].map(({ id }) => id);
  const unknown = (id: string, where: string): InputError =>
    new InputError(where, `there is no claim '${id}'`, `${suggestion(id, known)}The claims are ${known.join(', ')}`);
  for (const id of claims) if (!known.includes(id)) throw unknown(id, 'claims');
  const chosen = {
    network: networkClaims.filter(({ id }) =>
      claims.length === 0 || (theory && namesNone(claims)) ? networks > 0 : claims.includes(id),
    ),
    theory: theoryClaims.filter(({ id }) => theory || claims.includes(id)),
  };
  if (chosen.network.length > 0 && networks === 0)
    throw new InputError('networks', `expected at least one network for the claim ${chosen.network[0]!.id}, got none`);
  if (chosen.network.length === 0 && networks > 0)
    throw new InputError('claims', 'none of the claims named is about a network', 'Leave the networks out');
  if (chosen.network.length + chosen.theory.length === 0)
    throw new InputError('networks', 'expected at least one network, got none', 'Or ask for claims about theories');
  for (const [id, given] of Object.entries(parameters)) {
    if (!known.includes(id)) throw unknown(id, 'parameters');
    const claim = [...chosen.network, ...chosen.theory].find((one) => one.id === id);
    if (claim === undefined)
      throw new InputError('parameters', `the claim '${id}' is not checked in this run`, 'Name it, or leave them out');
    parametersFor(claim, given);
  }
  return chosen;
}

/** Whether no claim named is about networks. */
const namesNone = (claims: readonly string[]): boolean => !networkClaims.some(({ id }) => claims.includes(id));
