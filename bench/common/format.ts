/** Numbers as tables show them: three digits at most, thousands apart. */

/** 0.0123 → '0.0123', 1.234 → '1.23', 12345 → '12,345'. */
export function threeDigits(x: number): string {
  if (!Number.isFinite(x)) return '–';
  if (x === 0) return '0';
  const size = Math.abs(x);
  if (size >= 100) return thousands(Math.round(x));
  return size >= 0.001 ? String(Number(x.toPrecision(3))) : x.toExponential(1);
}

export const thousands = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');

export const milliseconds = (seconds: number): string => threeDigits(seconds * 1000);

export const megabytes = (kilobytes: number): string => thousands((kilobytes * 1024) / 1e6);

/** '12.3×'. */
export const times = (ratio: number): string => `${threeDigits(ratio)}×`;
