/** An exponent as it is stated: its value or its bounds, and what they rest on. */

/** One step of a proof. `enclosed` where interval arithmetic decides it, `proved` where exact arithmetic or an argument does. */
export interface CertificateStep {
  readonly statement: string;
  readonly reason: string;
  readonly tier: 'proved' | 'enclosed';
}

/** `unknown`: only the bounds are certain. */
export type ExponentTier = 'proved' | 'enclosed' | 'unknown';

export interface Exponent {
  /** Infinity when f is constant, so that no order carries anything; undefined where the bounds differ. */
  readonly value: number | undefined;
  readonly lower: number;
  /** Infinity where no bound is known. */
  readonly upper: number;
  readonly tier: ExponentTier;
  readonly certificate: readonly CertificateStep[];
}

/** The value where the bounds meet; the tier is that of the weakest step. */
export function exponentFrom(lower: number, upper: number, certificate: readonly CertificateStep[]): Exponent {
  const enclosed = certificate.some(({ tier }) => tier === 'enclosed');
  const decided = lower === upper;
  return {
    value: decided ? lower : undefined,
    lower,
    upper,
    tier: !decided ? 'unknown' : enclosed ? 'enclosed' : 'proved',
    certificate,
  };
}

export const proved = (statement: string, reason: string): CertificateStep => ({ statement, reason, tier: 'proved' });
export const enclosed = (statement: string, reason: string): CertificateStep => ({
  statement,
  reason,
  tier: 'enclosed',
});

/** `3`, `∞`, `between 2 and 4`, `at least 13`. */
export function exponentText({ value, lower, upper }: Exponent): string {
  if (value !== undefined) return value === Infinity ? '∞' : `${value}`;
  return upper === Infinity ? `at least ${lower}` : `between ${lower} and ${upper}`;
}
