/** Where two JSON values differ, for saying what changed in a record. */
import { isObject } from '../../base/json.ts';

const LONGEST = 60;

/** The first places, at most `most`, at which `stored` is not `computed`: `finding.details.points: 300 is stored, 299 computed`. */
export function valueDifferences(stored: unknown, computed: unknown, place: string, most = 3): readonly string[] {
  if (most <= 0 || stored === computed) return [];
  const found: string[] = [];
  if (Array.isArray(stored) && Array.isArray(computed) && stored.length === computed.length) {
    stored.forEach((value, i) => {
      found.push(...valueDifferences(value, computed[i], `${place}[${i}]`, most - found.length));
    });
    return found;
  }
  if (isObject(stored) && isObject(computed)) {
    for (const name of new Set([...Object.keys(stored), ...Object.keys(computed)]))
      found.push(...valueDifferences(stored[name], computed[name], `${place}.${name}`, most - found.length));
    return found;
  }
  return [`${place}: ${show(stored)} is stored, ${show(computed)} computed`];
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
