/** Derivatives of a network by its weights, of any order, along directions: exact Taylor series, no differences. */
import { nearestDouble } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Node, Program, Value } from '../../network/program.ts';
import { argumentsOf } from '../../network/program.ts';
import { type Shape, sizeOf } from '../../network/tensor.ts';
import { adjointEinsum } from '../empirical-kernels/adjoint-einsum.ts';
import { type WeightProduct, weightProducts } from '../empirical-kernels/weight-products.ts';
import { overflow } from '../run-arguments.ts';
import { activationTaylor } from './activation-taylor.ts';
import { combination, type Direction } from './direction.ts';
import { composeJet, einsumOfJets, type Jet, productOfJets, sumOfJets } from './jets.ts';
import { addTo, type LinearOperator, LowRank } from './operators.ts';

/** A weight: an operator where {@link weightProducts} has it, its entries otherwise. */
export type WeightValues = (parameter: number, product: WeightProduct | undefined) => LinearOperator | Float64Array;

/** f(θ + t v) of one output of a program, at one input, as a Taylor series in t, and its gradient by the weights. */
export class TaylorNetwork {
  readonly program: Program;
  readonly products: ReadonlyMap<Value, WeightProduct>;
  readonly #weights: readonly (LinearOperator | Float64Array)[];
  readonly #output: number;
  readonly #needed: readonly boolean[];

  constructor(program: Program, weights: WeightValues, output = 0) {
    this.program = program;
    this.products = weightProducts(program);
    this.#output = output;
    const byParameter = new Map([...this.products.values()].map((product) => [product.parameter, product]));
    this.#weights = program.parameters.map((_, parameter) => weights(parameter, byParameter.get(parameter)));
    const needed: boolean[] = [];
    program.nodes.forEach((node, value) => {
      needed[value] = node.operation === 'parameter' || argumentsOf(node).some((argument) => needed[argument]);
    });
    this.#needed = needed;
  }

  /** f(x; θ + t v) = Σ_k c_k t^k up to t^order; D^k f[v, …, v] = k! c_k. Throws {@link InputError} when a value overflows. */
  series(x: Float64Array, direction: Direction, order: number): readonly number[] {
    const jet = this.#forward(x, direction, order)[this.program.output]!;
    return Array.from({ length: order + 1 }, (_, k) => jet[k]?.[this.#output] ?? 0);
  }

  /** ∂f/∂θ. */
  gradient(x: Float64Array): Direction {
    return this.gradientSeries(x, new Map(), 0)[0]!;
  }

  /** ∇f(x; θ + t v) = Σ_k g_k t^k; g_1 is the Hessian times v, k! g_k is D^{k+1} f[v, …, v, ·]. */
  gradientSeries(x: Float64Array, direction: Direction, order: number): readonly Direction[] {
    const values = this.#forward(x, direction, order);
    const { nodes } = this.program;
    const adjoints: (Jet | undefined)[] = [];
    const seed = new Float64Array(sizeOf(nodes[this.program.output]!.shape));
    seed[this.#output] = 1;
    adjoints[this.program.output] = [seed];
    const gradients = Array.from({ length: order + 1 }, () => new Map<number, LinearOperator | Float64Array>());
    const add = (value: Value, jet: Jet): void => {
      const known = adjoints[value];
      adjoints[value] = known === undefined ? jet : sumOfJets([1, 1], [known, jet], order);
    };
    for (let value = nodes.length - 1; value >= 0; value--) {
      const delta = adjoints[value];
      if (delta !== undefined && this.#needed[value])
        this.#back(value, delta, values, direction, order, add, gradients);
    }
    return gradients;
  }

  /**
   * D^m f[v_1, …, v_m], by polarisation: Σ over signs ε_2, …, ε_m of Π ε_k · D^m f[w, …, w] / (2^{m−1} m!),
   * w = v_1 + Σ ε_k v_k.
   */
  derivative(x: Float64Array, directions: readonly Direction[]): number {
    const m = directions.length;
    let sum = 0;
    for (let signs = 0; signs < 2 ** (m - 1); signs++) {
      const coefficients = directions.map((_, k): number => (k > 0 && (signs >> (k - 1)) % 2 === 1 ? -1 : 1));
      const sign = coefficients.reduce((product, c) => product * c, 1);
      sum += sign * this.series(x, combination(coefficients, directions), m)[m]!;
    }
    return sum / 2 ** (m - 1);
  }

  #forward(x: Float64Array, direction: Direction, order: number): readonly Jet[] {
    if (x.length !== this.program.inputs.length)
      throw new InputError('input', `expected ${this.program.inputs.length} numbers, got ${x.length}`);
    const values: Jet[] = [];
    this.program.nodes.forEach((node, value) => {
      const jet = this.#forwardNode(node, value, values, x, direction, order);
      jet.forEach((coefficient) => {
        const at = coefficient?.findIndex((y) => !Number.isFinite(y)) ?? -1;
        if (at >= 0)
          throw overflow(
            this.program,
            'derivatives',
            value,
            { entry: at, sample: 0, got: coefficient![at]! },
            'doubles',
          );
      });
      values.push(jet);
    });
    return values;
  }

  #forwardNode(
    node: Node,
    value: Value,
    values: readonly Jet[],
    x: Float64Array,
    direction: Direction,
    order: number,
  ): Jet {
    const place = this.program.places[value]!;
    switch (node.operation) {
      case 'input':
        return [x];
      case 'constant':
        return [new Float64Array(sizeOf(node.shape)).fill(nearestDouble(node.value, place))];
      case 'parameter': {
        const [weight, part] = [this.#weights[node.parameter]!, direction.get(node.parameter)];
        if (!(weight instanceof Float64Array)) return [];
        return order === 0 || part === undefined ? [weight] : [weight, part as Float64Array];
      }
      case 'linear':
        return sumOfJets(
          node.coefficients.map((c) => nearestDouble(c, place)),
          node.arguments.map((argument) => values[argument]!),
          order,
        );
      case 'map': {
        const jet = values[node.arguments[0]]!;
        return composeJet(activationTaylor(node.activation, jet[0] ?? zeros(node.shape), order, place), jet, order);
      }
      case 'einsum': {
        const product = this.products.get(value);
        if (product === undefined)
          return einsumOfJets(
            node.specification,
            node.arguments.map((argument) => this.program.nodes[argument]!.shape),
            node.arguments.map((argument) => values[argument]!),
            order,
          );
        const { weight, part } = this.#operators(product, direction);
        return convolved(values[product.x]!, (h) => weight.times(h), part && ((h) => part.times(h)), order);
      }
    }
  }

  #operators(
    { parameter }: WeightProduct,
    direction: Direction,
  ): { readonly weight: LinearOperator; readonly part: LinearOperator | undefined } {
    return {
      weight: this.#weights[parameter] as LinearOperator,
      part: direction.get(parameter) as LinearOperator | undefined,
    };
  }

  #back(
    value: Value,
    delta: Jet,
    values: readonly Jet[],
    direction: Direction,
    order: number,
    add: (value: Value, jet: Jet) => void,
    gradients: readonly Map<number, LinearOperator | Float64Array>[],
  ): void {
    const { nodes, places } = this.program;
    const node = nodes[value]!;
    if (node.operation === 'parameter') {
      if (this.#weights[node.parameter] instanceof Float64Array)
        gradients.forEach((gradient, k) => {
          const known = gradient.get(node.parameter) as Float64Array | undefined;
          const sum = (known ?? zeros(node.shape)).slice();
          if (delta[k] !== undefined) addTo(sum, 1, delta[k]);
          gradient.set(node.parameter, sum);
        });
    } else if (node.operation === 'linear') {
      node.arguments.forEach((argument, k) => {
        const c = nearestDouble(node.coefficients[k]!, places[value]!);
        if (this.#needed[argument]) add(argument, sumOfJets([c], [delta], order));
      });
    } else if (node.operation === 'map') {
      const [argument] = node.arguments;
      if (!this.#needed[argument]) return;
      const jet = values[argument]!;
      const taylor = activationTaylor(node.activation, jet[0] ?? zeros(node.shape), order + 1, places[value]!);
      const slopes = taylor.slice(1).map((coefficient, j) => coefficient.map((c) => (j + 1) * c));
      add(argument, productOfJets(delta, composeJet(slopes, jet, order), order));
    } else if (node.operation === 'einsum') {
      const product = this.products.get(value);
      if (product !== undefined) {
        const h = values[product.x]!;
        gradients.forEach((gradient, k) => {
          const terms = delta.flatMap((u, i) => {
            const v = h[k - i];
            return u === undefined || v === undefined ? [] : [[u, v] as const];
          });
          gradient.set(product.parameter, new LowRank(product.rows, product.columns, terms));
        });
        if (!this.#needed[product.x]) return;
        const { weight, part } = this.#operators(product, direction);
        const back = convolved(delta, (u) => weight.transposeTimes(u), part && ((u) => part.transposeTimes(u)), order);
        add(product.x, back);
        return;
      }
      node.arguments.forEach((argument, k) => {
        if (!this.#needed[argument]) return;
        const { specification, others, ones } = adjointEinsum(node.specification, k);
        const own = nodes[argument]!.shape;
        const shapes = [
          node.shape,
          ...others.map((other) => nodes[node.arguments[other]!]!.shape),
          ...(ones ? [own] : []),
        ];
        const jets = [
          delta,
          ...others.map((other) => values[node.arguments[other]!]!),
          ...(ones ? [[new Float64Array(sizeOf(own)).fill(1)]] : []),
        ];
        add(argument, einsumOfJets(specification, shapes, jets, order));
      });
    }
  }
}

const zeros = (shape: Shape): Float64Array => new Float64Array(sizeOf(shape));

/** (A + t B) x(t). */
function convolved(
  x: Jet,
  a: (v: Float64Array) => Float64Array,
  b: ((v: Float64Array) => Float64Array) | undefined,
  order: number,
): Jet {
  const result: (Float64Array | undefined)[] = [];
  for (let k = 0; k <= order; k++) {
    const [own, before] = [x[k], b === undefined || k === 0 ? undefined : x[k - 1]];
    const y = own === undefined ? undefined : a(own);
    const z = before === undefined ? undefined : b!(before);
    if (y !== undefined && z !== undefined) addTo(y, 1, z);
    result.push(y ?? z);
  }
  return result;
}
