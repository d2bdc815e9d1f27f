/** An entry as p or p/q, which nerdamer does not round. */
import { exactValue } from '../../src/base/coefficient.ts';
import { formatRational } from '../../src/base/rational.ts';
import type { Entry } from '../expansion/cases.ts';

export const exactText = (entry: Entry): string => formatRational(exactValue(entry));
