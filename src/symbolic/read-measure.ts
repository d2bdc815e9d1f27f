/** Measures as they are written: `sphere(3)`, `uniform(0, 1)`, `x1=rademacher`. */
import { InputError } from '../base/errors.ts';
import { suggestion } from '../network/suggestion.ts';
import type { Distribution } from './distribution.ts';
import { distributionTypes } from './distributions.generated.ts';
import type { Measure } from './measure.ts';
import { independent } from './measures/independent.ts';
import { measureTypes } from './measures.generated.ts';

const FORM = /^\s*([A-Za-z-]+)\s*(?:\((.*)\))?\s*$/s;

/**
 * One measure for all variables, or a law for each variable by name: `readMeasure(['uniform(0, 1)'])`,
 * `readMeasure(['x1=rademacher', 'x2=normal(0, 2)'])`. Throws {@link InputError} that lists what there is.
 */
export function readMeasure(texts: readonly string[], where = 'measure'): Measure {
  const named = texts.filter((text) => text.includes('='));
  if (named.length === 0 && texts.length === 1) return readOne(texts[0]!, where);
  if (named.length < texts.length)
    throw new InputError(
      where,
      `expected one measure, or a law for each variable by name, got '${texts.join("' and '")}'`,
      "Write, for instance, 'x1=rademacher' and 'x2=uniform(0, 1)'",
    );
  const laws = new Map<string, Distribution>();
  for (const text of named) {
    const at = text.indexOf('=');
    const name = text.slice(0, at).trim();
    if (laws.has(name)) throw new InputError(where, `'${name}' has two laws`);
    laws.set(name, readDistribution(text.slice(at + 1), `${where}: ${name}`));
  }
  return independent(Object.fromEntries(laws));
}

function readOne(text: string, where: string): Measure {
  const { name, parameters } = split(text, where);
  const type = measureTypes.find((candidate) => candidate.name === name);
  return type === undefined ? independent(readDistribution(text, where)) : readWith(type, parameters, where);
}

/** A law of one variable, such as `uniform(0, 1)`. Throws {@link InputError} that lists what there is. */
export function readDistribution(text: string, where = 'law'): Distribution {
  const { name, parameters } = split(text, where);
  const type = distributionTypes.find((candidate) => candidate.name === name);
  if (type !== undefined) return readWith(type, parameters, where);
  const known = [...measureTypes, ...distributionTypes].map((candidate) => candidate.name);
  throw new InputError(
    where,
    `there is no measure '${name}'`,
    `${suggestion(name, known)}There are ${measureForms().join('; ')}`,
  );
}

function readWith<T>(
  type: { readonly name: string; readonly usage: string; read(parameters: readonly string[]): T },
  parameters: readonly string[],
  where: string,
): T {
  const most = type.usage === '' ? 0 : type.usage.includes('…') ? Infinity : type.usage.split(',').length;
  if (parameters.length > most)
    throw new InputError(
      where,
      `expected ${most === 0 ? 'no parameters' : `at most ${most}`}, got '${type.name}(${parameters.join(', ')})'`,
      most === 0 ? `Write '${type.name}'` : `Write '${type.name}(${type.usage})'`,
    );
  return type.read(parameters);
}

/** Every form that there is, for help: `uniform(lower, upper)`. */
export const measureForms = (): readonly string[] =>
  [...measureTypes, ...distributionTypes]
    .filter(({ name }) => name !== 'independent')
    .map(({ name, usage }) => (usage === '' ? name : `${name}(${usage})`));

function split(text: string, where: string): { readonly name: string; readonly parameters: readonly string[] } {
  const match = FORM.exec(text);
  if (match === null)
    throw new InputError(
      where,
      `cannot read '${text}'`,
      "Write a name, or a name with parameters, such as 'uniform(0, 1)'",
    );
  const inside = match[2]?.trim() ?? '';
  return { name: match[1]!, parameters: inside === '' ? [] : inside.split(',').map((part) => part.trim()) };
}
