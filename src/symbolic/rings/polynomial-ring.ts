import { MonomialTable } from '../monomial-table.ts';
import type { Ring } from '../ring.ts';

/** Σ_t coefficients[t] · monomial(monomials[t]); monomials by rising number in the ring's table, no coefficient zero. */
export interface SparsePolynomial<T> {
  readonly monomials: Int32Array;
  readonly coefficients: readonly T[];
}

export interface PolynomialRing<T> extends Ring<SparsePolynomial<T>> {
  readonly coefficients: Ring<T>;
  /** Numbers the monomials; shared by all elements of this ring. */
  readonly table: MonomialTable;
  constant(c: T): SparsePolynomial<T>;
  /** The indeterminate x_i, i from 0. */
  variable(i: number): SparsePolynomial<T>;
  /** Sums terms that may repeat monomials, given by their numbers. */
  fromTerms(terms: Iterable<readonly [monomial: number, coefficient: T]>): SparsePolynomial<T>;
  scale(c: T, f: SparsePolynomial<T>): SparsePolynomial<T>;
}

/** K[x₀, …, x_{n−1}] for any coefficient ring K; sparse, with every operation written out plainly. */
export function polynomialRing<T>(K: Ring<T>, variables: number): PolynomialRing<T> {
  const table = new MonomialTable(variables);
  const zero: SparsePolynomial<T> = { monomials: new Int32Array(0), coefficients: [] };

  // Sums are collected here, by monomial number, and taken out by `collect`.
  const sums: (T | undefined)[] = [];
  let touched: number[] = [];
  const accumulate = (monomial: number, c: T): void => {
    const sum = sums[monomial];
    if (sum === undefined) {
      sums[monomial] = c;
      touched.push(monomial);
    } else sums[monomial] = K.add(sum, c);
  };
  const collect = (): SparsePolynomial<T> => {
    const order = Int32Array.from(touched).sort();
    touched = [];
    let kept = 0;
    const coefficients: T[] = [];
    for (const monomial of order) {
      const c = sums[monomial]!;
      sums[monomial] = undefined;
      if (K.equal(c, K.zero)) continue;
      order[kept++] = monomial;
      coefficients.push(c);
    }
    return { monomials: order.slice(0, kept), coefficients };
  };

  const accumulateProduct = (f: SparsePolynomial<T>, g: SparsePolynomial<T>): void => {
    if (f === g) {
      accumulateSquare(f);
      return;
    }
    f.monomials.forEach((a, i) => {
      const c = f.coefficients[i]!;
      g.monomials.forEach((b, j) => {
        accumulate(table.product(a, b), K.mul(c, g.coefficients[j]!));
      });
    });
  };
  // (Σ c_i m_i)² = Σ c_i² m_i² + Σ_{i<j} 2 c_i c_j m_i m_j: half the products.
  const accumulateSquare = (f: SparsePolynomial<T>): void => {
    f.monomials.forEach((a, i) => {
      const c = f.coefficients[i]!;
      accumulate(table.product(a, a), K.mul(c, c));
      const twice = K.add(c, c);
      for (let j = i + 1; j < f.monomials.length; j++)
        accumulate(table.product(a, f.monomials[j]!), K.mul(twice, f.coefficients[j]!));
    });
  };

  const fromTerms: PolynomialRing<T>['fromTerms'] = (terms) => {
    for (const [monomial, c] of terms) accumulate(monomial, c);
    return collect();
  };
  const constant = (c: T): SparsePolynomial<T> =>
    K.equal(c, K.zero) ? zero : { monomials: Int32Array.of(table.one), coefficients: [c] };

  return {
    name: `${K.name}[x0, …, x${variables - 1}]`,
    coefficients: K,
    table,
    zero,
    one: constant(K.one),
    constant,
    fromTerms,
    from: (c) => constant(K.from(c)),
    variable(i) {
      if (!(Number.isInteger(i) && i >= 0 && i < variables))
        throw new RangeError(`variable: expected an index below ${variables}, got ${i}`);
      return { monomials: Int32Array.of(table.number([[i, 1]])), coefficients: [K.one] };
    },
    add(f, g) {
      if (f.coefficients.length === 0) return g;
      if (g.coefficients.length === 0) return f;
      for (const { monomials, coefficients } of [f, g]) {
        for (let i = 0; i < monomials.length; i++) accumulate(monomials[i]!, coefficients[i]!);
      }
      return collect();
    },
    mul(f, g) {
      accumulateProduct(f, g);
      return collect();
    },
    sumOfProducts(fs, gs) {
      for (let k = 0; k < fs.length; k++) accumulateProduct(fs[k]!, gs[k]!);
      return collect();
    },
    scale: (c, f) =>
      K.equal(c, K.zero) ? zero : fromTerms(Array.from(f.monomials, (m, i) => [m, K.mul(c, f.coefficients[i]!)])),
    equal: (f, g) =>
      f.monomials.length === g.monomials.length &&
      f.monomials.every((m, i) => m === g.monomials[i] && K.equal(f.coefficients[i]!, g.coefficients[i]!)),
  };
}
