import { closest, distance } from 'fastest-levenshtein';

/** `Did you mean 'dense'? `, when a known name is near enough to a wrong one to be what was meant; otherwise nothing. */
export function suggestion(wrong: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(wrong.toLowerCase(), known as string[]);
  return distance(wrong.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, wrong.length / 2)
    ? `Did you mean '${nearest}'? `
    : '';
}
