/** Laws of random directions ξ with E ξξᵀ = 1, for sums over all weights. */
export type ProbeLaw = 'auto' | 'gaussian' | 'rademacher';

export const probeLaws: readonly ProbeLaw[] = ['auto', 'gaussian', 'rademacher'];
