/** Variable names in notations that do not take every name. */

/** Applies a rule to each name, then numbers the ones that came out equal; the separator stands before the number where a digit does. */
export function distinctNames(
  variables: readonly string[],
  rule: (name: string) => string,
  separator = '_',
): readonly string[] {
  const used = new Set<string>();
  return variables.map((variable) => {
    const name = rule(variable);
    let distinct = name;
    for (let n = 2; used.has(distinct); n++) distinct = `${name}${/\d$/.test(name) ? separator : ''}${n}`;
    used.add(distinct);
    return distinct;
  });
}

/** Letters, digits and single underscores, not starting with a digit: 'sepal length (cm)' is sepal_length_cm. */
export function identifier(name: string): string {
  const cleaned = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[A-Za-z]/.test(cleaned) ? cleaned : `x_${cleaned}`;
}

export const identifiers = (variables: readonly string[]): readonly string[] => distinctNames(variables, identifier);
