/** Short names for variables in formulas. */

const SHORT = /^[A-Za-z]{1,3}(_?\d{1,3})*$/;
const WEIGHT = /^([A-Z]|b)\d+(_\d+)+$/;

/**
 * The names themselves where all can stand in a formula (x1, age, W1_2_3); otherwise x1, x2, … in the order of the
 * variables, for a legend to explain.
 */
export const symbolsFor = (variables: readonly string[]): readonly string[] =>
  variables.every((name) => SHORT.test(name) || WEIGHT.test(name)) ? variables : variables.map((_, i) => `x${i + 1}`);
