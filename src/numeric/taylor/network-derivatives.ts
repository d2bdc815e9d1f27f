/** Derivatives by its weights of a network as it is. */
import { InputError } from '../../base/errors.ts';
import { type Network, trace } from '../../network/network.ts';
import { sizeOf } from '../../network/tensor.ts';
import type { ParameterValues } from '../backend.ts';
import { rademacher } from '../random/rademacher.ts';
import { checkRun, knownValues, symbolicValues } from '../run-arguments.ts';
import { meanEstimate, type SampleEstimate } from '../simulation/estimates.ts';
import { type Direction, innerProduct } from './direction.ts';
import { entriesOperator, type LinearOperator } from './operators.ts';
import { TaylorNetwork } from './taylor-network.ts';

/**
 * One output of a network as a Taylor series in its weights: `series` along a direction, `gradient`, Hessian times a vector
 * by `gradientSeries`, mixed `derivative`s. Throws {@link InputError} when symbolic weights lack values and when there is no such output.
 */
export function networkDerivatives(net: Network, parameters: ParameterValues = {}, output = 0): TaylorNetwork {
  const program = trace(net);
  checkRun(program, new Float64Array(program.inputs.length), parameters);
  const outputs = sizeOf(program.nodes[program.output]!.shape);
  if (!Number.isInteger(output) || output < 0 || output >= outputs)
    throw new InputError('output', `expected an integer from 0 to ${outputs - 1}, got ${output}`);
  return new TaylorNetwork(
    program,
    (p, product) => {
      const declared = program.parameters[p]!;
      const values = declared.tensor === undefined ? symbolicValues(declared, parameters, 0) : knownValues(declared);
      return product === undefined ? values : matrix(product.rows, product.columns, values);
    },
    output,
  );
}

/** A direction by the entries of every weight, by name; weights that are left out do not move. */
export function directionOf({ program, products }: TaylorNetwork, values: ParameterValues): Direction {
  const direction = new Map<number, LinearOperator | Float64Array>();
  program.parameters.forEach(({ name, shape }, p) => {
    const entries = values[name];
    if (entries === undefined) return;
    if (entries.length !== sizeOf(shape))
      throw new InputError(`direction: ${name}`, `expected ${sizeOf(shape)} numbers, got ${entries.length}`);
    const product = [...products.values()].find(({ parameter }) => parameter === p);
    direction.set(p, product === undefined ? entries : matrix(product.rows, product.columns, entries));
  });
  return direction;
}

const matrix = (rows: number, columns: number, entries: Float64Array): LinearOperator =>
  entriesOperator(rows, columns, (first, out) => out.set(entries.subarray(first, first + out.length)));

export interface HessianTraces {
  /** `exact`: along every weight in turn; `sampled`: Hutchinson's, with intervals. */
  readonly method: 'exact' | 'sampled';
  /** tr H. */
  readonly trace: SampleEstimate | number;
  /** tr H². */
  readonly square: SampleEstimate | number;
}

/** Up to so many weights, each takes its turn. */
const FEW_WEIGHTS = 512;

/**
 * tr H and tr H² of the Hessian of one output by the weights, at one input: Σ_μ e_μᵀH e_μ and Σ_μ |H e_μ|² for up to 512
 * weights, else means over `probes` random signs ξ of ξᵀHξ and |Hξ|², keyed by the seed.
 * Source: Hutchinson, Communications in Statistics 19 (1990).
 */
export function hessianTraces(
  network: TaylorNetwork,
  x: Float64Array,
  {
    probes = 64,
    seed = 0,
    level = 0.95,
  }: { readonly probes?: number; readonly seed?: number; readonly level?: number } = {},
): HessianTraces {
  const { parameters } = network.program;
  const count = parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const along = (entry: (position: number) => number): readonly [number, number] => {
    let start = 0;
    const values = Object.fromEntries(
      parameters.map(({ name, shape }) => {
        const first = start;
        start += sizeOf(shape);
        return [name, Float64Array.from({ length: sizeOf(shape) }, (_, i) => entry(first + i))];
      }),
    );
    const direction = directionOf(network, values);
    const image = network.gradientSeries(x, direction, 1)[1]!;
    return [innerProduct(image, direction), innerProduct(image, image)];
  };
  if (count <= FEW_WEIGHTS) {
    const all = Array.from({ length: count }, (_, mu) => along((position) => (position === mu ? 1 : 0)));
    const sum = (k: 0 | 1): number => all.reduce((total, pair) => total + pair[k], 0);
    return { method: 'exact', trace: sum(0), square: sum(1) };
  }
  const key = { seed, stream: 'hessian traces' };
  const all = Array.from({ length: probes }, (_, probe) => along((position) => rademacher(key, position, probe)));
  const estimate = (k: 0 | 1): SampleEstimate =>
    meanEstimate(
      all.map((pair) => pair[k]),
      level,
    );
  return { method: 'sampled', trace: estimate(0), square: estimate(1) };
}
