import type { Activation } from './activation.ts';
import { type Layer, type LayerType, onlyFields } from './layer-type.ts';

/**
 * The layer type of an activation that is no polynomial and has no options: known by its value and derivative in
 * floats, refused by exact paths.
 */
export function floatActivation(
  activation: Required<Pick<Activation, 'kind' | 'f' | 'df' | 'taylor'>>,
  summary: string,
): LayerType {
  const layer: Layer = { type: activation.kind, build: (builder, x) => builder.map(activation, x) };
  return {
    type: activation.kind,
    summary,
    read(json, context) {
      onlyFields(json, [], context.where);
      return layer;
    },
    example: layer,
  };
}

/** The Taylor coefficients of y at x where y′ = p(y): (n + 1) y_{n+1} is coefficient n of p(y), p by its coefficients. */
export function taylorOfEquation(y: number, p: readonly [number, number, number], order: number): readonly number[] {
  const series = [y];
  for (let n = 0; n < order; n++) {
    let square = 0;
    for (let k = 0; k <= n; k++) square += series[k]! * series[n - k]!;
    series.push(((n === 0 ? p[0] : 0) + p[1] * series[n]! + p[2] * square) / (n + 1));
  }
  return series;
}
