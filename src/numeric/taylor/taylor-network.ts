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
import type { Direction } from './direction.ts';
import { JetAlgebra, seriesUpTo } from './jet-algebra.ts';
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
  readonly #bases: Base[] = [];

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
    const jet = this.#forward(x, [direction], seriesUpTo(order)).values[this.program.output]!;
    return Array.from({ length: order + 1 }, (_, k) => jet[k]?.[this.#output] ?? 0);
  }

  /** ∂f/∂θ. */
  gradient(x: Float64Array): Direction {
    return this.gradientSeries(x, new Map(), 0)[0]!;
  }

  /** ∇f(x; θ + t v) = Σ_k g_k t^k; g_1 is the Hessian times v, k! g_k is D^{k+1} f[v, …, v, ·]. */
  gradientSeries(x: Float64Array, direction: Direction, order: number): readonly Direction[] {
    const algebra = seriesUpTo(order);
    return this.#gradients(
      x,
      [direction],
      algebra,
      Array.from({ length: order + 1 }, (_, k) => k),
    );
  }

  /**
   * D^m f[v_1, …, v_m], as Π m_i! times the coefficient of Π t_i^{m_i} in f(θ + Σ t_i v_i), one t_i for each of the directions
   * that differ, with m_i how often it is given.
   */
  derivative(x: Float64Array, directions: readonly Direction[]): number {
    const { distinct, algebra, factor } = grouped(directions);
    const jet = this.#forward(x, distinct, algebra).values[this.program.output]!;
    return factor * (jet[algebra.size - 1]?.[this.#output] ?? 0);
  }

  /** D^{m+1} f[v_1, …, v_m, ·], a gradient, as {@link derivative}; `factor` times its parts. */
  derivativeGradient(
    x: Float64Array,
    directions: readonly Direction[],
  ): { readonly gradient: Direction; readonly factor: number } {
    const { distinct, algebra, factor } = grouped(directions);
    const [gradient] = this.#gradients(x, distinct, algebra, [algebra.size - 1]);
    return { gradient: gradient!, factor };
  }

  /** The coefficients `wanted` of ∇f(x; θ + Σ t_i v_i). */
  #gradients(
    x: Float64Array,
    directions: readonly Direction[],
    algebra: JetAlgebra,
    wanted: readonly number[],
  ): readonly Direction[] {
    const forward = this.#forward(x, directions, algebra);
    const { nodes } = this.program;
    const adjoints: (Jet | undefined)[] = [];
    const seed = new Float64Array(sizeOf(nodes[this.program.output]!.shape));
    seed[this.#output] = 1;
    adjoints[this.program.output] = [seed];
    const sweep: Backward = {
      ...forward,
      directions,
      algebra,
      gradients: wanted.map((k) => ({ k, parts: new Map() })),
      add(value, jet) {
        const known = adjoints[value];
        adjoints[value] = known === undefined ? jet : sumOfJets([1, 1], [known, jet], algebra);
      },
    };
    for (let value = nodes.length - 1; value >= 0; value--) {
      const delta = adjoints[value];
      if (delta !== undefined && this.#needed[value]) this.#back(value, delta, sweep);
    }
    return sweep.gradients.map(({ parts }) => parts);
  }

  #forward(x: Float64Array, directions: readonly Direction[], algebra: JetAlgebra): Forward {
    if (x.length !== this.program.inputs.length)
      throw new InputError('input', `expected ${this.program.inputs.length} numbers, got ${x.length}`);
    const values: Jet[] = [];
    const base = this.#baseOf(x);
    this.program.nodes.forEach((node, value) => {
      const jet = this.#forwardNode(node, value, { values, base, directions, algebra });
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
      base.values[value] ??= jet[0];
    });
    return { values, base };
  }

  /** What is known of the network at x itself, the latest few inputs. */
  #baseOf(x: Float64Array): Base {
    const known = this.#bases.find((base) => base.x.every((entry, i) => Object.is(entry, x[i])));
    if (known !== undefined) return known;
    const base: Base = { x: x.slice(), values: [], taylor: [] };
    this.#bases.unshift(base);
    this.#bases.length = Math.min(this.#bases.length, MOST_BASES);
    return base;
  }

  #taylorOf(value: Value, jet: Jet, order: number, base: Base): readonly Float64Array[] {
    const node = this.program.nodes[value]! as Node & { operation: 'map' };
    const known = base.taylor[value];
    if (known !== undefined && known.length > order) return known;
    const x = jet[0] ?? zeros(node.shape);
    const made = activationTaylor(node.activation, x, order, this.program.places[value]!);
    base.taylor[value] = made;
    return made;
  }

  #forwardNode(node: Node, value: Value, { values, base, directions, algebra }: ForwardSoFar): Jet {
    const place = this.program.places[value]!;
    switch (node.operation) {
      case 'input':
        return [base.x];
      case 'constant':
        return [new Float64Array(sizeOf(node.shape)).fill(nearestDouble(node.value, place))];
      case 'parameter': {
        const weight = this.#weights[node.parameter]!;
        if (!(weight instanceof Float64Array)) return [];
        const jet: (Float64Array | undefined)[] = [weight];
        directions.forEach((direction, i) => {
          const part = direction.get(node.parameter);
          if (algebra.orders[i]! > 0 && part !== undefined) jet[algebra.strides[i]!] = part as Float64Array;
        });
        return Array.from({ length: jet.length }, (_, k) => jet[k]);
      }
      case 'linear':
        return sumOfJets(
          node.coefficients.map((c) => nearestDouble(c, place)),
          node.arguments.map((argument) => values[argument]!),
          algebra,
        );
      case 'map': {
        const jet = values[node.arguments[0]]!;
        return composeJet(this.#taylorOf(value, jet, algebra.degree, base), jet, algebra);
      }
      case 'einsum': {
        const product = this.products.get(value);
        if (product === undefined)
          return einsumOfJets(
            node.specification,
            node.arguments.map((argument) => this.program.nodes[argument]!.shape),
            node.arguments.map((argument) => values[argument]!),
            algebra,
          );
        return moved(
          values[product.x]!,
          this.#weights[product.parameter] as LinearOperator,
          directions.map((direction) => direction.get(product.parameter) as LinearOperator | undefined),
          algebra,
          false,
          base.values[value],
        );
      }
    }
  }

  #back(value: Value, delta: Jet, { values, base, directions, algebra, gradients, add }: Backward): void {
    const { nodes, places } = this.program;
    const node = nodes[value]!;
    if (node.operation === 'parameter') {
      if (this.#weights[node.parameter] instanceof Float64Array)
        for (const { k, parts } of gradients) {
          const known = parts.get(node.parameter) as Float64Array | undefined;
          const sum = (known ?? zeros(node.shape)).slice();
          if (delta[k] !== undefined) addTo(sum, 1, delta[k]);
          parts.set(node.parameter, sum);
        }
    } else if (node.operation === 'linear') {
      node.arguments.forEach((argument, k) => {
        const c = nearestDouble(node.coefficients[k]!, places[value]!);
        if (this.#needed[argument]) add(argument, sumOfJets([c], [delta], algebra));
      });
    } else if (node.operation === 'map') {
      const [argument] = node.arguments;
      if (!this.#needed[argument]) return;
      const jet = values[argument]!;
      const taylor = this.#taylorOf(value, jet, algebra.degree + 1, base);
      const slopes = taylor.slice(1).map((coefficient, j) => coefficient.map((c) => (j + 1) * c));
      add(argument, productOfJets(delta, composeJet(slopes, jet, algebra), algebra));
    } else if (node.operation === 'einsum') {
      const product = this.products.get(value);
      if (product !== undefined) {
        const h = values[product.x]!;
        for (const { k, parts } of gradients) {
          const terms = algebra.pairs[k]!.flatMap(([i, j]) => {
            const [u, v] = [delta[i], h[j]];
            return u === undefined || v === undefined ? [] : [[u, v] as const];
          });
          parts.set(product.parameter, new LowRank(product.rows, product.columns, terms));
        }
        if (!this.#needed[product.x]) return;
        const weight = this.#weights[product.parameter] as LinearOperator;
        const moves = directions.map((direction) => direction.get(product.parameter) as LinearOperator | undefined);
        add(product.x, moved(delta, weight, moves, algebra, true));
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
        add(argument, einsumOfJets(specification, shapes, jets, algebra));
      });
    }
  }
}

/** The network at one input, without any direction. */
interface Base {
  readonly x: Float64Array;
  /** By value, where it was computed and is not 0. */
  readonly values: (Float64Array | undefined)[];
  /** Taylor coefficients of an activation at its argument, by value. */
  readonly taylor: (readonly Float64Array[] | undefined)[];
}

const MOST_BASES = 16;

interface Forward {
  readonly values: readonly Jet[];
  readonly base: Base;
}

interface ForwardSoFar extends Forward {
  readonly directions: readonly Direction[];
  readonly algebra: JetAlgebra;
}

interface Backward extends ForwardSoFar {
  /** Coefficient k of the gradient, by parameter. */
  readonly gradients: readonly { readonly k: number; readonly parts: Map<number, LinearOperator | Float64Array> }[];
  add(value: Value, jet: Jet): void;
}

/** Directions that are one object are one variable. */
function grouped(directions: readonly Direction[]): {
  readonly distinct: readonly Direction[];
  readonly algebra: JetAlgebra;
  readonly factor: number;
} {
  const distinct = [...new Set(directions)];
  const orders = distinct.map((one) => directions.filter((other) => other === one).length);
  let factor = 1;
  for (const order of orders) for (let k = 2; k <= order; k++) factor *= k;
  return { distinct, algebra: new JetAlgebra(orders), factor };
}

const zeros = (shape: Shape): Float64Array => new Float64Array(sizeOf(shape));

/** (A + Σ_i t_i B_i) x(t), or the same with all transposed; `first` is its coefficient 0 where that is known. */
function moved(
  x: Jet,
  weight: LinearOperator,
  moves: readonly (LinearOperator | undefined)[],
  algebra: JetAlgebra,
  transposed: boolean,
  first?: Float64Array,
): Jet {
  const apply = (operator: LinearOperator, v: Float64Array): Float64Array =>
    transposed ? operator.transposeTimes(v) : operator.times(v);
  return Array.from({ length: algebra.size }, (_, k) => {
    const own = x[k];
    let sum = own === undefined ? undefined : k === 0 && first !== undefined ? first : apply(weight, own);
    moves.forEach((move, i) => {
      const before = algebra.exponent(k, i) === 0 ? undefined : x[k - algebra.strides[i]!];
      if (move === undefined || before === undefined) return;
      const y = apply(move, before);
      if (sum === undefined) sum = y;
      else addTo(sum, 1, y);
    });
    return sum;
  });
}
