/** Functions of several variables that are sums of products of functions of one variable each. */
import type { FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { InputError, TooLargeError } from '../../base/errors.ts';
import { parseFormula } from '../../symbolic/formula/parse-formula.ts';
import { parseExpression } from '../../symbolic/interop/mathjs.ts';
import { formulaLink } from './formula-link.ts';
import type { LinkCoefficients } from './link-coefficients.ts';

/** ∏ g_v(x_v), in the order of the variables; a variable without a factor does not occur. */
export interface SeparableTerm {
  readonly factors: ReadonlyMap<number, LinkCoefficients>;
}

/** f = Σ_t ∏_v g_{t,v}(x_v). */
export interface SeparableFunction {
  readonly text: string;
  readonly variables: readonly string[];
  readonly terms: readonly SeparableTerm[];
}

/** Texts of factors by variable; the variable '' has the constants. */
type Product = ReadonlyMap<string, string>;

const MOST_TERMS = 200;
const LARGEST_POWER = 16;
const CONSTANTS = new Set(['pi', 'PI', 'tau', 'e', 'E']);
const ACCEPTED =
  "Accepted are polynomials, and sums of products of functions of one variable each: 'tanh(x1)*x2 + x3', 'exp(x1 + x2)'";

/**
 * Reads `tanh(x1)*x2 + abs(x3)`: products and powers of sums are multiplied out, e^(u + v) is split. Throws {@link InputError}
 * where a part is a function of several variables that does not split, or a factor cannot be read; {@link TooLargeError}
 * beyond 200 terms.
 */
export function separableFunction(text: string): SeparableFunction {
  const products = sumOf(parseExpression(text));
  const all = [...new Set(products.flatMap((product) => [...product.keys()]))]
    .filter((name) => name !== '')
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const terms = products
    .map((product) => factorsOf(product, all))
    .filter((factors) => [...factors.values()].every(({ powers }) => powers?.length !== 0));
  const variables = all.filter((name) => terms.some((factors) => factors.has(name)));
  return {
    text,
    variables,
    terms: terms.map((factors) => ({
      factors: new Map([...factors].map(([name, link]) => [variables.indexOf(name), link])),
    })),
  };
}

/** The links of a product; its constant goes to the first of them. */
function factorsOf(product: Product, variables: readonly string[]): ReadonlyMap<string, LinkCoefficients> {
  const factors = new Map<string, LinkCoefficients>();
  let constant = product.get('');
  for (const name of variables) {
    const factor = product.get(name);
    if (factor === undefined) continue;
    factors.set(name, formulaLink(constant === undefined ? factor : `(${constant})*${factor}`, name));
    constant = undefined;
  }
  if (constant !== undefined) parseFormula(constant);
  return factors;
}

/** The variables of a tree. */
function variablesOf(node: MathNode): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (part: MathNode): void => {
    if (part.type === 'SymbolNode') {
      const { name } = part as SymbolNode;
      if (!CONSTANTS.has(name)) names.add(name);
    } else if (part.type === 'FunctionNode') for (const argument of (part as FunctionNode).args) visit(argument);
    else part.forEach(visit);
  };
  visit(node);
  return names;
}

function sumOf(node: MathNode): readonly Product[] {
  const names = [...variablesOf(node)];
  if (names.length <= 1) return [new Map([[names[0] ?? '', `(${node.toString()})`]])];
  if (node.type === 'ParenthesisNode') return sumOf((node as ParenthesisNode).content);
  if (node.type === 'OperatorNode') {
    const { fn, args } = node as unknown as { readonly fn: string; readonly args: readonly MathNode[] };
    const [left, right] = args as [MathNode, MathNode];
    switch (fn) {
      case 'add':
        return limited([...sumOf(left), ...sumOf(right)]);
      case 'subtract':
        return limited([...sumOf(left), ...sumOf(right).map((p) => times(p, MINUS))]);
      case 'unaryMinus':
        return sumOf(left).map((p) => times(p, MINUS));
      case 'unaryPlus':
        return sumOf(left);
      case 'multiply':
        return products(sumOf(left), sumOf(right));
      case 'divide':
        return products(sumOf(left), [reciprocal(right)]);
      case 'pow':
        return power(node as OperatorNode, left, right);
    }
  }
  if (node.type === 'FunctionNode') {
    const { args } = node as FunctionNode;
    const exponent = (node as FunctionNode).fn.toString() === 'exp' && args.length === 1 ? args[0] : undefined;
    if (exponent !== undefined) return [ofExponential(node, exponent)];
  }
  throw refused(node);
}

const refused = (node: MathNode): InputError =>
  new InputError(
    'function',
    `'${node.toString()}' is a function of ${[...variablesOf(node)].join(', ')} that does not split`,
    ACCEPTED,
  );

const MINUS: Product = new Map([['', '(-1)']]);

function times(a: Product, b: Product): Product {
  const product = new Map(a);
  for (const [name, factor] of b) product.set(name, product.has(name) ? `${product.get(name)}*${factor}` : factor);
  return product;
}

const products = (a: readonly Product[], b: readonly Product[]): readonly Product[] => {
  limited({ length: a.length * b.length });
  return a.flatMap((p) => b.map((q) => times(p, q)));
};

function limited<T extends { readonly length: number }>(terms: T): T {
  if (terms.length > MOST_TERMS)
    throw new TooLargeError(
      'function',
      `multiplied out it has more than ${MOST_TERMS} terms`,
      'Use fewer sums in products',
    );
  return terms;
}

function reciprocal(node: MathNode): Product {
  const factors = sumOf(node);
  if (factors.length > 1) throw refused(node);
  return new Map([...factors[0]!].map(([name, factor]) => [name, `(1/${factor})`]));
}

function power(node: OperatorNode, base: MathNode, exponent: MathNode): readonly Product[] {
  const n = Number(exponent.toString());
  const factors = sumOf(base);
  if (variablesOf(exponent).size > 0) throw refused(node);
  // (u v)^n = u^n v^n for whole n.
  if (factors.length === 1 && Number.isInteger(n))
    return [new Map([...factors[0]!].map(([name, factor]) => [name, `(${factor}^(${n}))`]))];
  if (!(Number.isInteger(n) && n >= 0 && n <= LARGEST_POWER)) throw refused(node);
  let result: readonly Product[] = [new Map()];
  for (let i = 0; i < n; i++) result = products(result, factors);
  return result;
}

/** e^(Σ u_v(x_v)) = ∏ e^(u_v(x_v)). */
function ofExponential(node: MathNode, exponent: MathNode): Product {
  let product: Product = new Map();
  for (const summand of sumOf(exponent)) {
    const [only, ...others] = [...summand].filter(([name]) => name !== '');
    if (others.length > 0) throw refused(node);
    const constant = summand.get('') ?? '1';
    product = times(product, new Map([[only?.[0] ?? '', `exp(${constant}*${only?.[1] ?? '1'})`]]));
  }
  return product;
}
