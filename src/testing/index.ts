/** Arbitraries and laws for fast-check: `laws.expansionIsForwardPass(networks())` in a test of your own. */
export { type ActivationOptions, activations, homogeneousActivations } from './arbitraries/activations.ts';
export { coefficients } from './arbitraries/coefficients.ts';
export { type CorrelationFunctionOptions, correlationFunctions } from './arbitraries/correlation-functions.ts';
export { formulaTexts } from './arbitraries/formulas.ts';
export {
  covariances,
  distributions,
  type GaussianArbitraryOptions,
  gaussians,
  independentMeasures,
} from './arbitraries/measures.ts';
export {
  type HomogeneousNetwork,
  homogeneousNetworks,
  type NetworkArbitraryOptions,
  networks,
} from './arbitraries/networks.ts';
export { type PolynomialOptions, polynomials } from './arbitraries/polynomials.ts';
export { rationals } from './arbitraries/rationals.ts';
export { type WideNetworkOptions, wideNetworks } from './arbitraries/wide-networks.ts';
export * from './laws.ts';
export * as laws from './laws.ts';
