import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Builder } from '../builder.ts';
import { type Layer, type LayerType, onlyFields } from '../layer-type.ts';
import type { Value } from '../program.ts';

export interface PolynomialActivation extends Layer {
  readonly type: 'polynomial';
  readonly coefficients: readonly Coefficient[];
}

/**
 * σ(z) = Σ_k coefficients[k] z^k, elementwise, the constant term first: `polynomial([0, 0, 1])` is z².
 * Throws {@link InputError} on an empty list and on entries that are no finite numbers.
 */
export function polynomial(coefficients: readonly Coefficient[]): PolynomialActivation {
  if (!Array.isArray(coefficients) || coefficients.length === 0) {
    throw new InputError(
      'coefficients',
      `expected a list of numbers, the constant term first, got ${JSON.stringify(coefficients)}`,
    );
  }
  for (const [k, c] of coefficients.entries()) exactValue(c, `coefficients[${k}]`);
  return { type: 'polynomial', coefficients, build };
}

function build(this: PolynomialActivation, builder: Builder, x: Value): Value {
  return builder.map({ kind: this.type, coefficients: this.coefficients }, x);
}

export const layerType: LayerType = {
  type: 'polynomial',
  summary: 'σ(z) = Σ_k c_k z^k, elementwise; coefficients [c₀, c₁, …]',
  read(json, context) {
    onlyFields(json, ['coefficients'], context.where);
    try {
      return polynomial(json.coefficients as readonly Coefficient[]);
    } catch (error) {
      if (error instanceof InputError)
        throw new InputError(`${context.where}.${error.where}`, error.problem, error.remedy);
      throw error;
    }
  },
  example: polynomial([0.5, '-1/3', 2, 1]),
};
