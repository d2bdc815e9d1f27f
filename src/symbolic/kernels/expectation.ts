/** Coordinates of layers in the limit, and the expectation of a product of two of them. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { type Rational, rational } from '../../base/rational.ts';
import type { Activation } from '../../network/activation.ts';
import { evaluateUnivariate, polynomialCoefficients } from '../interpret.ts';
import { type PolynomialRing, polynomialRing, type SparsePolynomial } from '../rings/polynomial-ring.ts';
import { QQ } from '../rings/rationals.ts';
import type { Expectation, Form, PolynomialExpectation } from './infinite-width-limit.ts';

/** A polynomial in atoms. */
export type Coordinate = SparsePolynomial<Rational>;

/** A Gaussian form, or an activation of one. */
interface Atom {
  readonly form: Form;
  readonly activation?: Activation;
}

/** The place of the input among the fields. */
export const INPUT_FIELD = 0;

const LARGEST_ATOM = 0xffff;
const MAXIMUM_TERMS = 20_000;
const ONE = rational(1n);

/** The algebra of coordinates of one program. */
export class Coordinates {
  readonly ring: PolynomialRing<Rational> = polynomialRing(QQ, LARGEST_ATOM);
  readonly #atoms: Atom[] = [];
  readonly #numbers = new Map<string, number>();

  /** The coordinate that is a field itself. */
  field(field: number): Coordinate {
    return this.#atom({ form: [{ field, coefficient: ONE }] });
  }

  /** The coordinate as a Gaussian form; undefined when it is none. */
  asForm({ monomials, coefficients }: Coordinate): Form | undefined {
    const form: { field: number; coefficient: Rational }[] = [];
    for (const [t, monomial] of monomials.entries()) {
      const factors = this.ring.table.factors(monomial);
      if (factors.length !== 1 || factors[0]![1] !== 1) return undefined;
      const { form: inner, activation } = this.#atoms[factors[0]![0]]!;
      if (activation !== undefined || inner.length !== 1) return undefined;
      form.push({ field: inner[0]!.field, coefficient: coefficients[t]! });
    }
    return form.sort((a, b) => a.field - b.field);
  }

  /** σ of a coordinate. Throws {@link InputError} at `place` when σ is no polynomial and the coordinate is not Gaussian. */
  map(activation: Activation, x: Coordinate, place: string): Coordinate {
    const form = this.asForm(x);
    if (form !== undefined && form.length > 0) return this.#atom({ form, activation });
    if (activation.coefficients === undefined)
      throw new InputError(
        place,
        `the activation '${activation.kind}' is applied to what is not Gaussian in the infinite-width limit`,
        'Put a dense layer before it, or use a polynomial activation',
      );
    return this.#checked(
      evaluateUnivariate(
        this.ring,
        activation.coefficients.map((c) => this.ring.from(c)),
        x,
      ),
      place,
    );
  }

  multiply(factors: readonly Coordinate[], place: string): Coordinate {
    const form = this.asForm(factors[0]!);
    if (form !== undefined && form.length > 1 && factors.every((factor) => factor === factors[0])) {
      const coefficients = [...new Array<number>(factors.length).fill(0), 1];
      return this.#atom({ form, activation: { kind: 'polynomial', coefficients } });
    }
    return this.#checked(
      factors.reduce((a, b) => this.ring.mul(a, b)),
      place,
    );
  }

  /** E[c(a) c(b)]. Throws {@link InputError} at `place` where it is not a function of the covariances, or not known. */
  expectation(c: Coordinate, place: string): Expectation {
    const terms = Array.from(c.monomials, (monomial, t) => ({
      coefficient: c.coefficients[t]!,
      factors: this.ring.table.factors(monomial),
    }));
    const used = [...new Set(terms.flatMap(({ factors }) => factors.map(([atom]) => atom)))];
    const rough = used.filter((atom) => !isPolynomial(this.#atoms[atom]!));
    const smooth = used.filter((atom) => isPolynomial(this.#atoms[atom]!));
    const activations = rough.map((atom) => this.#atoms[atom]! as Required<Atom>);
    if (rough.length > 0) this.#checkSeparate(terms, rough, smooth, place);
    const { variables, substitution } = this.#variables(smooth);
    const inner = polynomialRing(QQ, variables.length);
    const values = new Map(smooth.map((atom) => [atom, substitution(this.#atoms[atom]!, inner, place)]));
    const polynomial = terms.reduce((sum, { coefficient, factors }) => {
      const kept = factors.filter(([atom]) => values.has(atom));
      const product = kept.reduce((value, [atom, exponent]) => {
        let result = value;
        for (let e = 0; e < exponent; e++) result = inner.mul(result, values.get(atom)!);
        return result;
      }, inner.constant(coefficient));
      return inner.add(sum, product);
    }, inner.zero);
    return { polynomial: mehler(polynomial, inner, variables, place), activations };
  }

  #atom(atom: Atom): Coordinate {
    const key = JSON.stringify([
      atom.form.map(({ field, coefficient }) => [field, `${coefficient.numerator}/${coefficient.denominator}`]),
      atom.activation?.kind,
      atom.activation?.coefficients,
    ]);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#atoms.push(atom) - 1;
      this.#numbers.set(key, number);
    }
    return this.ring.variable(number);
  }

  #checked(c: Coordinate, place: string): Coordinate {
    if (c.monomials.length > MAXIMUM_TERMS) throw tooLarge(place);
    return c;
  }

  /** Activations that are no polynomials may only be factors: c = Π σ_k(u_k) · p, all of independent Gaussians. */
  #checkSeparate(
    terms: readonly { readonly factors: readonly (readonly [number, number])[] }[],
    rough: readonly number[],
    smooth: readonly number[],
    place: string,
  ): void {
    const fieldsOf = (atom: number): readonly number[] => this.#atoms[atom]!.form.map(({ field }) => field);
    const all = [...rough.flatMap(fieldsOf), ...new Set(smooth.flatMap(fieldsOf))];
    const factorsOfEach = terms.every(({ factors }) =>
      rough.every((atom) => factors.some(([other, exponent]) => other === atom && exponent === 1)),
    );
    const separate = new Set(all).size === all.length && factorsOfEach;
    if (separate && !all.includes(INPUT_FIELD)) return;
    const kinds = [...new Set(rough.map((atom) => `'${this.#atoms[atom]!.activation!.kind}'`))].join(', ');
    throw new InputError(
      place,
      `it mixes the activation ${kinds} with other terms of the same values, and the kernel of that is not known here`,
      'End the branch in a dense layer, or use a polynomial activation',
    );
  }

  /** Independent Gaussians in which the atoms are polynomials: their forms where these share no field, else the fields. */
  #variables(atoms: readonly number[]): {
    readonly variables: readonly Form[];
    substitution(atom: Atom, ring: PolynomialRing<Rational>, place: string): Coordinate;
  } {
    const forms = new Map<string, Form>();
    for (const atom of atoms) forms.set(keyOf(this.#atoms[atom]!.form), this.#atoms[atom]!.form);
    const uses = new Map<number, number>();
    for (const form of forms.values()) for (const { field } of form) uses.set(field, (uses.get(field) ?? 0) + 1);
    const whole = (form: Form): boolean =>
      form.length === 1 || form.every(({ field }) => field !== INPUT_FIELD && uses.get(field) === 1);
    // A form of one field is that field, whatever its coefficient.
    const variables = new Map<string, { form: Form; index: number }>();
    const enter = (form: Form): void => {
      if (!variables.has(keyOf(form))) variables.set(keyOf(form), { form, index: variables.size });
    };
    const alone = (field: number): Form => [{ field, coefficient: ONE }];
    for (const form of forms.values()) {
      if (whole(form) && form.length > 1) enter(form);
      else for (const { field } of form) enter(alone(field));
    }
    return {
      variables: [...variables.values()].map(({ form }) => form),
      substitution({ form, activation }, ring, place) {
        const known = variables.get(keyOf(form));
        const value =
          known !== undefined
            ? ring.variable(known.index)
            : form.reduce(
                (sum, { field, coefficient }) =>
                  ring.add(sum, ring.scale(coefficient, ring.variable(variables.get(keyOf(alone(field)))!.index))),
                ring.zero,
              );
        if (activation === undefined) return value;
        const coefficients = polynomialCoefficients(activation, place).map((c) => ring.from(c));
        return evaluateUnivariate(ring, coefficients, value);
      },
    };
  }
}

const isPolynomial = ({ activation }: Atom): boolean =>
  activation?.coefficients !== undefined || activation === undefined;

const keyOf = (form: Form): string =>
  form.map(({ field, coefficient: { numerator, denominator } }) => `${field}:${numerator}/${denominator}`).join(' ');

/**
 * The coefficients m_l of {@link PolynomialExpectation}: for p = Σ_e c_e u^e,
 * m_l = Σ_e c_e Π_g e_g!/(2^(i_g) i_g!) V_g^(i_g) over e = l + 2 i.
 */
function mehler(
  p: Coordinate,
  ring: PolynomialRing<Rational>,
  variables: readonly Form[],
  place: string,
): PolynomialExpectation {
  const means = new Map<string, { orders: readonly number[]; mean: Map<string, Mean> }>();
  let count = 0;
  for (const [t, monomial] of p.monomials.entries()) {
    const exponents = new Array<number>(variables.length).fill(0);
    for (const [variable, exponent] of ring.table.factors(monomial)) exponents[variable] = exponent;
    for (const halves of halvesOf(exponents)) {
      if (++count > MAXIMUM_TERMS) throw tooLarge(place);
      const orders = exponents.map((e, g) => e - 2 * halves[g]!);
      const factor = exponents.reduce(
        (product, e, g) => (product * factorial(e)) / (2n ** BigInt(halves[g]!) * factorial(halves[g]!)),
        1n,
      );
      const { numerator, denominator } = p.coefficients[t]!;
      const entry = means.get(`${orders}`) ?? { orders, mean: new Map<string, Mean>() };
      means.set(`${orders}`, entry);
      const before = entry.mean.get(`${halves}`)?.coefficient ?? QQ.zero;
      entry.mean.set(`${halves}`, {
        coefficient: QQ.add(before, rational(numerator * factor, denominator)),
        exponents: halves,
      });
    }
  }
  const terms = [...means.values()]
    .map(({ orders, mean }) => ({
      orders,
      factorial: orders.reduce((product, l) => product * factorial(l), 1n),
      mean: [...mean.values()].filter(({ coefficient }) => coefficient.numerator !== 0n),
    }))
    .filter(({ mean }) => mean.length > 0);
  checkInput(terms, p, ring, variables, place);
  return { variables, terms };
}

interface Mean {
  readonly coefficient: Rational;
  readonly exponents: readonly number[];
}

/** The input is no random vector: only its Gram matrix is known, so it may occur linearly, and not beside terms without it. */
function checkInput(
  terms: readonly { readonly orders: readonly number[] }[],
  p: Coordinate,
  ring: PolynomialRing<Rational>,
  variables: readonly Form[],
  place: string,
): void {
  const input = variables.findIndex((form) => form.some(({ field }) => field === INPUT_FIELD));
  if (input < 0) return;
  const linear = [...p.monomials].every((monomial) =>
    ring.table.factors(monomial).every(([variable, exponent]) => variable !== input || exponent === 1),
  );
  const rest = (orders: readonly number[]): string => `${orders.toSpliced(input, 1)}`;
  const without = new Set(terms.filter(({ orders }) => orders[input] === 0).map(({ orders }) => rest(orders)));
  const mixed = terms.some(({ orders }) => orders[input] === 1 && without.has(rest(orders)));
  if (linear && !mixed) return;
  throw new InputError(
    place,
    'the input reaches it without a dense layer between, other than linearly, so it depends on more than inner products of inputs',
    'Put a dense layer first',
  );
}

/** All i with 0 ≤ 2 i ≤ e, entry by entry. */
function halvesOf(exponents: readonly number[]): readonly (readonly number[])[] {
  return exponents.reduce<readonly (readonly number[])[]>(
    (all, e) => all.flatMap((i) => Array.from({ length: Math.floor(e / 2) + 1 }, (_, half) => [...i, half])),
    [[]],
  );
}

function factorial(n: number): bigint {
  let product = 1n;
  for (let k = 2n; k <= BigInt(n); k++) product *= k;
  return product;
}

const tooLarge = (place: string): TooLargeError =>
  new TooLargeError(
    place,
    `its coordinates are polynomials of more than ${MAXIMUM_TERMS} terms in Gaussians`,
    'Put a dense layer between its activations, or lower their degrees',
  );
