import { InputError } from '../../../base/errors.ts';
import { horner } from '../link.ts';
import type { OnlineMethod } from '../online-method.ts';
import { method as sgd } from './sgd.ts';

const STEP = 0.25;

/**
 * The loss averaged over (w + λ v)/√(1 + λ²), v uniform on the unit sphere beside w, λ = d^(1/4): for a polynomial link
 * f(x) = Σ p_j x^j the average of f((z + λ t)/√(1 + λ²)) over t = ⟨v, x⟩ is a polynomial in z and |x|² − z², since E t^(2i) =
 * (|x|² − z²)^i (2i−1)!!/((d−1)(d+1)…(d+2i−3)). s is its derivative by z at fixed |x|² − z², times (1 + λ²)^(k/2).
 * η = d^(−(k+1)/4)/4 for odd k ≥ 3, d^(−(k+2)/4)/4 for even: samples of order d^(k/2). For k ≤ 2 it is `sgd`.
 */
export const method: OnlineMethod = {
  name: 'smoothed',
  summary: 'online gradient descent of the loss averaged over a sphere around the weights',
  source: 'Damian, Nichani, Ge and Lee, NeurIPS 2023 (arXiv:2305.10633)',
  prepare(link, dimension) {
    const k = link.informationExponent;
    const { powers } = link;
    if (powers === undefined)
      throw new InputError('method', `'smoothed' takes polynomial links, got '${link.name}'`, "Use 'sgd'");
    if (k <= 2) return sgd.prepare(link, dimension);
    const lambda = dimension ** 0.25;
    const scale = 1 / Math.sqrt(1 + lambda * lambda);
    // f'(scale (z + λ t)) = Σ_i (λ scale)^(2i) f^(2i+1)(scale z) t^(2i)/(2i)! after the average; coefficients in scale·z.
    const layers: (readonly number[])[] = [];
    let derivative = powers.map((c, j) => j * c).slice(1);
    let moment = 1;
    for (let i = 0; derivative.length > 0; i++) {
      if (i > 0) moment *= ((lambda * scale) ** 2 * (2 * i - 1)) / ((dimension + 2 * i - 3) * (2 * i) * (2 * i - 1));
      const factor = moment * scale * (1 + lambda * lambda) ** (k / 2);
      layers.push(derivative.map((c) => c * factor));
      derivative = derivative
        .map((c, j) => j * c)
        .slice(1)
        .map((c, j) => j * c)
        .slice(1);
    }
    return {
      stepSize: STEP * dimension ** (-(k + (k % 2 === 1 ? 1 : 2)) / 4),
      sampleExponent: k / 2,
      slope({ z, y, squaredNorm }) {
        const rest = squaredNorm - z * z;
        let [sum, power] = [0, 1];
        for (const layer of layers) {
          sum += power * horner(layer, scale * z);
          power *= rest;
        }
        return y * sum;
      },
    };
  },
};
