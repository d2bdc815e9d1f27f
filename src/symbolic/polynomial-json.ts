/** The Polynomial file format. */
import { InputError } from '../base/errors.ts';
import { isObject, type JsonObject } from '../base/json.ts';
import { parseRational } from '../base/rational.ts';
import type { Factor } from './monomials.ts';
import { type Polynomial, polynomialFromTerms, type Term } from './polynomial.ts';
import { type NamedPolynomial, PolynomialMap } from './polynomial-map.ts';

export const POLYNOMIAL_FORMAT = 'isserlis/polynomial@1';

/**
 * Reads `{ "format": "isserlis/polynomial@1", "variables": [names], "outputs": [{ "name", "terms": [["p/q", [[variable
 * index, exponent], …]], …] }] }`. Terms are taken for what they mean: in any order, repeated monomials added up.
 * Throws {@link InputError} naming the place when it is of another format or version, or malformed.
 */
export function polynomialMapFromJson(json: unknown, where = 'polynomial'): PolynomialMap {
  if (!isObject(json))
    throw new InputError(
      where,
      `expected an object of format ${POLYNOMIAL_FORMAT}, got ${Array.isArray(json) ? 'a list' : json === null ? 'null' : `a ${typeof json}`}`,
    );
  checkFormat(json, where);
  const { variables, outputs } = json;
  if (!Array.isArray(variables) || !variables.every((name) => typeof name === 'string'))
    throw new InputError(`${where}: variables`, `expected a list of names, got ${JSON.stringify(variables)}`);
  const repeated = variables.find((name, index) => variables.indexOf(name) !== index);
  if (repeated !== undefined) throw new InputError(`${where}: variables`, `the name '${repeated}' occurs twice`);
  if (!Array.isArray(outputs) || outputs.length === 0)
    throw new InputError(`${where}: outputs`, `expected a list of polynomials, got ${JSON.stringify(outputs)}`);
  return new PolynomialMap(
    variables,
    outputs.map((output, k) => readOutput(output, variables, `${where}: outputs[${k}]`)),
  );
}

function checkFormat(json: JsonObject, where: string): void {
  const { format } = json;
  if (format === POLYNOMIAL_FORMAT) return;
  const [family] = POLYNOMIAL_FORMAT.split('@');
  if (typeof format === 'string' && format.startsWith(`${family}@`)) {
    throw new InputError(
      `${where}: format`,
      `expected version ${POLYNOMIAL_FORMAT}, got ${format}`,
      'Write the file again with this version, isserlis expand --format json',
    );
  }
  throw new InputError(
    `${where}: format`,
    `expected "${POLYNOMIAL_FORMAT}", got ${JSON.stringify(format) ?? 'nothing'}`,
    'Write it with isserlis expand --format json',
  );
}

function readOutput(output: unknown, variables: readonly string[], where: string): NamedPolynomial {
  if (!isObject(output)) throw new InputError(where, `expected { "name", "terms" }, got ${JSON.stringify(output)}`);
  const { name, terms } = output;
  if (typeof name !== 'string') throw new InputError(`${where}.name`, `expected a string, got ${JSON.stringify(name)}`);
  if (!Array.isArray(terms))
    throw new InputError(`${where}.terms`, `expected a list of terms, got ${JSON.stringify(terms)}`);
  return {
    name,
    polynomial: polynomialFromTerms(
      variables,
      terms.map((term, t) => readTerm(term, variables.length, `${where}.terms[${t}]`)),
    ),
  };
}

function readTerm(term: unknown, variables: number, where: string): Term {
  if (!Array.isArray(term) || term.length !== 2)
    throw new InputError(where, `expected ["p/q", [[variable index, exponent], …]], got ${JSON.stringify(term)}`);
  const [coefficient, factors] = term as [unknown, unknown];
  if (typeof coefficient !== 'string')
    throw new InputError(where, `expected a coefficient as a string such as "3/7", got ${JSON.stringify(coefficient)}`);
  if (!Array.isArray(factors))
    throw new InputError(where, `expected a list of [variable index, exponent], got ${JSON.stringify(factors)}`);
  const seen = new Set<number>();
  for (const factor of factors as unknown[]) {
    if (
      !Array.isArray(factor) ||
      factor.length !== 2 ||
      !factor.every((n) => Number.isSafeInteger(n) && (n as number) >= 0)
    ) {
      throw new InputError(where, `expected [variable index, exponent], got ${JSON.stringify(factor)}`);
    }
    const [variable, exponent] = factor as [number, number];
    if (variable >= variables)
      throw new InputError(where, `expected variable indices from 0 to ${variables - 1}, got ${variable}`);
    if (exponent > 0xffff) throw new InputError(where, `expected exponents up to ${0xffff}, got ${exponent}`);
    if (seen.has(variable)) throw new InputError(where, `the variable ${variable} occurs twice`);
    seen.add(variable);
  }
  return { coefficient: parseRational(coefficient, where), factors: factors as unknown as readonly Factor[] };
}

/** One output's JSON of a polynomial; for whole maps, the format `json` streams. */
export const polynomialToJson = (f: Polynomial, name = 'y1'): unknown => ({
  format: POLYNOMIAL_FORMAT,
  variables: f.variables,
  outputs: [
    {
      name,
      terms: [...f.terms()].map(({ coefficient, factors }) => [
        `${coefficient.numerator}${coefficient.denominator === 1n ? '' : `/${coefficient.denominator}`}`,
        factors,
      ]),
    },
  ],
});
