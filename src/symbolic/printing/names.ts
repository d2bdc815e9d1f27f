/** Variable names in notations that do not take every name. */

/** Applies a rule to each name, then numbers the ones that came out equal; the separator stands before the number where a digit does. */
export function distinctNames(
  variables: readonly string[],
  rule: (name: string) => string,
  separator = '_',
): readonly string[] {
  // Names that the rule leaves alone keep themselves, whatever others come out as.
  const used = new Set(variables.filter((variable) => rule(variable) === variable));
  return variables.map((variable) => {
    const name = rule(variable);
    if (name === variable) return name;
    let distinct = name;
    for (let n = 2; used.has(distinct); n++) distinct = `${name}${/\d$/.test(name) ? separator : ''}${n}`;
    used.add(distinct);
    return distinct;
  });
}

// Latin and Greek letters, as mathjs takes them in symbols.
const LETTER = 'A-Za-z\\u00C0-\\u02AF\\u0370-\\u03FF';
const IDENTIFIER = new RegExp(`^[${LETTER}][${LETTER}0-9_]*$`);
const OTHERS = new RegExp(`[^${LETTER}0-9]+`, 'g');

/** Letters, digits and underscores, not starting with a digit: 'sepal length (cm)' is sepal_length_cm, β is β. */
export function identifier(name: string): string {
  if (IDENTIFIER.test(name)) return name;
  const cleaned = name
    .normalize('NFC')
    .replace(OTHERS, '_')
    .replace(/^_+|_+$/g, '');
  return IDENTIFIER.test(cleaned) ? cleaned : `x_${cleaned}`;
}

export const identifiers = (variables: readonly string[]): readonly string[] => distinctNames(variables, identifier);
