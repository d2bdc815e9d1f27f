/** Laws of power sums of the eigenvalues of Haar unitary matrices. */
import fc from 'fast-check';
import { formatRational, rational } from '../../base/rational.ts';
import { factorial } from '../../symbolic/combinatorics.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import { partitions, powerSumInnerProducts } from '../../theory/symmetric/power-sum-inner-products.ts';
import { singleIndexMoment } from '../../theory/symmetric/single-index-moments.ts';
import { formatSurds } from '../../theory/symmetric/surd-sum.ts';
import { expectLaw, type LawParameters } from './law.ts';

const integer = fc.integer({ min: -5, max: 5 });

/**
 * E|Σ_λ c_λ p_λ|² ≥ 0 under CUE(N) for partitions λ of one weight, rising with N, and Σ c_λ² z_λ from N = |λ| on, where
 * E[p_λ conj p_μ] = z_λ δ_λμ. [Diaconis and Evans, Trans. AMS 353 (2001)]
 */
export function powerSumsAreOrthogonal(parameters: LawParameters = {}): void {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(integer, { minLength: 11, maxLength: 11 }), (weight, c) => {
      const all = partitions(weight);
      const squares = Array.from({ length: weight + 1 }, (_, i) => {
        const inner = powerSumInnerProducts(i + 1);
        let sum = 0n;
        all.forEach((lambda, a) => {
          all.forEach((mu, b) => {
            sum += BigInt(c[a]!) * BigInt(c[b]!) * inner(lambda, mu);
          });
        });
        return sum;
      });
      const found = (): string => `${squares.join(', ')} for c = ${c.slice(0, all.length).join(', ')}`;
      expectLaw(squares[0]! >= 0n, 'mean squares are not negative', found);
      expectLaw(
        squares.every((s, i) => i === 0 || s >= squares[i - 1]!),
        'mean squares rise with N',
        found,
      );
      const stable = all.reduce((sum, lambda, i) => sum + BigInt(c[i]!) ** 2n * centraliser(lambda), 0n);
      expectLaw(squares[weight - 1] === stable && squares[weight] === stable, 'from N = |λ| on they are Σ c² z', found);
    }),
    parameters,
  );
}

/** z_λ = Π_k k^(m_k) m_k!. */
function centraliser(lambda: readonly number[]): bigint {
  return [...new Set(lambda)].reduce((z, part) => {
    const count = lambda.filter((other) => other === part).length;
    return z * BigInt(part) ** BigInt(count) * factorial(count);
  }, 1n);
}

/** E[⟨h, p̃⟩^k conj⟨g, p̃⟩^l] = δ_kl k! ⟨h, g⟩^k while max(k, l) times the largest index is at most N. [Zweig and Bruna, arXiv:2310.02117] */
export function stableMomentsAreMonomials(parameters: LawParameters = {}): void {
  const form = fc.array(integer, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(form, form, fc.nat(3), fc.nat(3), fc.nat(2), (h, g, k, l, more) => {
      const size = Math.max(1, Math.max(k, l) * Math.max(h.length, g.length)) + more;
      const found = formatSurds(singleIndexMoment(h, k, g, l, size).value);
      const product = h.reduce((sum, x, i) => sum + x * (g[i] ?? 0), 0);
      const expected = k === l ? QQ.mul(rational(factorial(k)), rational(BigInt(product) ** BigInt(k))) : QQ.zero;
      expectLaw(
        found === formatRational(expected),
        'in the stable range moments are k! ⟨h, g⟩^k',
        () => `${found}, not ${formatRational(expected)}, for h = [${h}], g = [${g}], k = ${k}, l = ${l}, N = ${size}`,
      );
    }),
    parameters,
  );
}
