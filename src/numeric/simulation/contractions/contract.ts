/** The value of a product of derivative tensors for one network, by its Taylor series. */
import { type Direction, scaled } from '../../taylor/direction.ts';
import type { TaylorNetwork } from '../../taylor/taylor-network.ts';
import type { ContractionNode, ContractionPlan } from './contraction-plan.ts';

/** What a contraction needs of a network. */
export interface DifferentiableNetwork {
  readonly taylor: TaylorNetwork;
  readonly inputs: readonly Float64Array[];
  /** A gradient with every part times the weight's rate, which is the metric of contractions. */
  raise(gradient: Direction): Direction;
}

/**
 * The products of plans for one network, one after another: vectors that occur in several are computed once. Without
 * random vectors a value is exact up to rounding; with them each is a mean over `probes` of them, unbiased given the network
 * as long as all vectors are independent and E ξ_μ ξ_ν = rate_μ δ_μν. Components of a plan have vectors of their own, so
 * their product is unbiased too.
 */
export class Contractions {
  readonly #network: DifferentiableNetwork;
  readonly #probe: (number: number) => Direction;
  readonly #vectors = new Map<string, Direction>();
  readonly #probes = new Map<number, Direction>();

  constructor(network: DifferentiableNetwork, probe: (number: number) => Direction) {
    this.#network = network;
    this.#probe = probe;
  }

  value({ trees }: ContractionPlan, probes = 1): number {
    let product = 1;
    let used = 0;
    for (const { root, probes: each } of trees) {
      const count = each === 0 ? 1 : probes;
      let sum = 0;
      for (let k = 0; k < count; k++) sum += this.#scalar(root, used + k * each);
      used += count * each;
      product *= sum / count;
    }
    return product;
  }

  #scalar(root: ContractionNode, first: number): number {
    return this.#network.taylor.derivative(this.#network.inputs[root.input]!, this.#directions(root, first));
  }

  /** Children that give the same vector are the same object. */
  #directions({ children, probes }: ContractionNode, first: number): readonly Direction[] {
    return [...children.map((child) => this.#vector(child, first)), ...probes.map((k) => this.#random(first + k))];
  }

  #vector(node: ContractionNode, first: number): Direction {
    const name = `${node.name}${isExact(node) ? '' : ` from ${first}`}`;
    const known = this.#vectors.get(name);
    if (known !== undefined) return known;
    const { taylor, inputs, raise } = this.#network;
    const { gradient, factor } = taylor.derivativeGradient(inputs[node.input]!, this.#directions(node, first));
    const raised = raise(gradient);
    const vector = factor === 1 ? raised : scaled(raised, () => factor);
    this.#vectors.set(name, vector);
    return vector;
  }

  #random(number: number): Direction {
    const known = this.#probes.get(number);
    if (known !== undefined) return known;
    const made = this.#probe(number);
    this.#probes.set(number, made);
    return made;
  }
}

const isExact = ({ children, probes }: ContractionNode): boolean => probes.length === 0 && children.every(isExact);
