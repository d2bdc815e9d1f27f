/** E[f He_k] and E[f²] under the standard Gaussian, as integrands that share the values of f. */
import type { Enclosure } from '../enclosure/enclosure.ts';
import type { RealEnclosures } from '../enclosure/reals.ts';
import type { Formula } from '../formula/formula.ts';
import type { Box, Integrand } from '../quadrature/integrate.ts';

/** f He_k φ for k < terms, then f² φ where `square` asks for it; φ(x) = e^(−x²/2)/√(2π). */
export function hermiteIntegrand(formula: Formula, terms: number, square: boolean): Integrand {
  return {
    formula,
    values(K, x, value) {
      const weight = K.mul(gaussianDensity(K, x), value);
      const products: Enclosure[] = [];
      let [previous, current] = [K.zero, weight];
      for (let k = 0; k < terms; k++) {
        products.push(current);
        const next = K.sub(K.mul(x, current), K.mul(K.from(k), previous));
        [previous, current] = [current, next];
      }
      return square ? [...products, K.mul(weight, value)] : products;
    },
    logBounds(box, exponent) {
      const weight = logDensityBound(box);
      const basis = logHermiteBounds(Math.hypot(Math.max(Math.abs(box.left), Math.abs(box.right)), box.height), terms);
      const products = basis.map((bound) => exponent + weight + bound);
      return square ? [...products, 2 * exponent + weight] : products;
    },
  };
}

function gaussianDensity(K: RealEnclosures, x: Enclosure): Enclosure {
  return K.div(K.exp(K.scale(K.neg(K.square(x)), -1)), K.sqrt(K.scale(K.pi, 1)));
}

/** log₂ |φ(z)| ≤ ((y² − x²)/2 − log √(2π)) log₂ e, with a little for the rounding of doubles. */
export function logDensityBound({ left, right, height }: Box): number {
  const nearest = left <= 0 && right >= 0 ? 0 : Math.min(Math.abs(left), Math.abs(right));
  const exponent = (height * height - nearest * nearest) / 2;
  return (exponent - 0.9189) * Math.LOG2E + 0.01 + Math.abs(exponent) * 1e-12;
}

/** log₂ of a bound of |He_k(z)| over |z| ≤ r, k < terms: He_k with all its coefficients positive, H_{k+1} = r H_k + k H_{k−1}. */
export function logHermiteBounds(r: number, terms: number): readonly number[] {
  const bounds: number[] = [];
  let [previous, current, scale] = [0, 1, 0];
  for (let k = 0; k < terms; k++) {
    bounds.push(Math.log2(current) + scale + 0.01 + k * 1e-12);
    const next = r * current + k * previous;
    [previous, current] = [current, next];
    if (current > 2 ** 300) {
      previous *= 2 ** -300;
      current *= 2 ** -300;
      scale += 300;
    }
  }
  return bounds;
}
