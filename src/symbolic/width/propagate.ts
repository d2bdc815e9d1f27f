/**
 * From the output down to the inputs. Each factor f(x_a; θ_a) has its own copy of the parameters, with correlation C_ab
 * between copies, and contracting k indices of factors a and b is ∂^k/∂C_ab^k at C = 1 (Price's theorem). Given the
 * activations of layer l, the preactivations of layer l + 1 are Gaussian with covariance C_ab (s² A_ab + t²). So the
 * mean is a polynomial in the A of the last layer, and the average over each layer turns it into one in those below.
 */
import type { Progress } from '../../base/progress.ts';
import { type Rational, rational } from '../../base/rational.ts';
import type { Arithmetic, Axis, Scalar } from './arithmetic.ts';
import { LayerAverage, type LayerSpecification, type Terms } from './layer-average.ts';
import { ExponentTable, type Multigraph, pairCount, pairIndex } from './multigraphs.ts';
import { type InputCovariance, momentsInCovariances, momentsOfInputs } from './neuron-moments.ts';
import type { Problem } from './problem.ts';
import { isInterchangeable, Orbits, type Symmetry } from './symmetry.ts';

export interface Propagation {
  readonly problem: Problem;
  /** Numbers with powers of ε, and the same numbers without. */
  readonly coupled: Arithmetic;
  readonly plain: Arithmetic;
  /** The axis of each indeterminate width. */
  readonly axes: ReadonlyMap<string, Axis>;
  /** Powers of all inverse widths. */
  readonly total: number;
  /** Permutations of the factors; the identity alone will do. */
  readonly symmetries: readonly Symmetry[];
  readonly progress: Progress;
}

/** The mean as a polynomial in Y_s = s_1² K_s + t_1² for the symbols K_s: exponents, and coefficients [lane][powers of 1/n]. */
export function propagate(propagation: Propagation): readonly (readonly [Multigraph, Float64Array])[] {
  const { problem, coupled, plain, axes, total, progress } = propagation;
  const { network, factors } = problem;
  const depth = network.activations.length;
  const graphs = new ExponentTable(pairCount(factors));
  const symbols = new ExponentTable(problem.symbols.length);
  const binomial = binomialsOf(plain);
  const orbits = new Orbits(propagation.symmetries, graphs);

  // Layers of the same activation and width have the same averages.
  const averages = new Map<readonly Rational[], Map<string | number, LayerAverage>>();
  const sharedAverage = (layer: LayerSpecification, activation: readonly Rational[], width: string | number) => {
    const ofActivation = averages.get(activation) ?? new Map<string | number, LayerAverage>();
    averages.set(activation, ofActivation);
    const average = ofActivation.get(width) ?? new LayerAverage(layer);
    ofActivation.set(width, average);
    return average;
  };

  let state: Terms = new Map();
  for (const pairing of perfectMatchings(factors))
    state.set(graphs.number(pairing), coupled.constant(plain.fromRational(rational(1n)), total));

  for (let layer = depth - 1; layer >= 0; layer--) {
    state = overOrbits(propagation, orbits, overCovariances(propagation, graphs, state, layer + 1, binomial));
    const bottom = layer === 0;
    const arithmetic = bottom ? coupled : plain;
    const monomials = bottom ? symbols : graphs;
    const activation = network.activations[layer]!;
    const width = network.widths[layer]!;
    const axis = typeof width === 'string' ? axes.get(width)! : { stride: total, length: 1, total };
    const specification: LayerSpecification = {
      arithmetic,
      vertices: factors,
      graphs,
      monomials,
      moment: bottom
        ? momentsOfInputs(
            activation,
            arithmetic,
            monomials,
            inputCovariances(problem, arithmetic),
            isInterchangeable(problem),
          )
        : momentsInCovariances(activation, arithmetic, monomials),
      seriesLength: axis.length,
      inverseWidth: typeof width === 'number' ? plain.fromRational(rational(1n, BigInt(width))) : undefined,
      binomial,
      // Without contractions, nothing but the multigraph's shape matters to a number.
      representative: bottom && problem.pairs.length === 0 ? (graph) => orbits.representative(graph).graph : undefined,
    };
    const average = bottom ? new LayerAverage(specification) : sharedAverage(specification, activation, width);
    const next: Terms = new Map();
    let done = 0;
    for (const [graph, source] of state) {
      progress(done++, state.size, `layer ${layer + 1}`);
      const { length, terms } = average.average(graph);
      for (const [monomial, series] of terms) {
        let sum = next.get(monomial);
        if (sum === undefined) {
          sum = bottom ? plain.zeros(total) : coupled.zeros(total);
          next.set(monomial, sum);
        }
        if (bottom) coupled.addContracted(sum, source, series, length, axis);
        else coupled.addSeries(sum, source, series, length, axis);
      }
    }
    const into = bottom ? plain : coupled;
    for (const [monomial, sum] of next) {
      into.settle(sum);
      if (into.isZero(sum)) next.delete(monomial);
    }
    state = next;
  }
  return [...state].map(([monomial, sum]) => [symbols.exponents(monomial), sum]);
}

/** From a polynomial in the covariances C_ab Y_ab of layer `layer` to one in A_ab, Y_ab = s² A_ab + t². */
function overCovariances(
  { problem, coupled, plain, total }: Propagation,
  graphs: ExponentTable,
  state: Terms,
  layer: number,
  binomial: (n: number, k: number) => Scalar,
): Terms {
  const { network, couplingOf, pairs } = problem;
  const weight = network.weightVariances[layer]!;
  const bias = network.biasVariances[layer]!;
  const weightPower = powers(plain, weight);
  const biasPower = powers(plain, bias);
  const axis = { stride: total, length: 1, total };
  const next: Terms = new Map();
  for (const [number, coefficient] of state) {
    const graph = graphs.exponents(number);
    const couplingPowers = pairs.map(() => 0);
    graph.forEach((count, place) => {
      if (couplingOf[place]! >= 0) couplingPowers[couplingOf[place]!] = count;
    });
    const edges = graph.reduce((sum, count) => sum + count, 0);
    if (bias.numerator === 0n) {
      coupled.couple(coefficient, total, weightPower(edges), couplingPowers);
      next.set(number, coefficient);
      continue;
    }
    coupled.couple(coefficient, total, weightPower(0), couplingPowers);
    forEachPart(graph, binomial, plain, (part, ways) => {
      const kept = part.reduce((sum, count) => sum + count, 0);
      if (weight.numerator === 0n && kept > 0) return;
      const factor = plain.multiplyScalars(plain.multiplyScalars(weightPower(kept), biasPower(edges - kept)), ways);
      const target = graphs.number(part);
      let sum = next.get(target);
      if (sum === undefined) {
        sum = coupled.zeros(total);
        next.set(target, sum);
      }
      coupled.addSeries(sum, coefficient, plain.constant(factor, 1), 1, axis);
    });
  }
  for (const sum of next.values()) coupled.settle(sum);
  return next;
}

/** One term for each orbit, in the place of all its terms. */
function overOrbits({ coupled, plain, total, symmetries }: Propagation, orbits: Orbits, state: Terms): Terms {
  if (symmetries.length === 1) return state;
  const one = plain.constant(plain.fromRational(rational(1n)), 1);
  const axis = { stride: total, length: 1, total };
  const next: Terms = new Map();
  for (const [graph, coefficient] of state) {
    const { graph: representative, symmetry } = orbits.representative(graph);
    const moved = withCouplingsMoved(coefficient, symmetry, coupled, total);
    const sum = next.get(representative);
    if (sum === undefined) next.set(representative, moved);
    else coupled.addSeries(sum, moved, one, 1, axis);
  }
  for (const sum of next.values()) coupled.settle(sum);
  return next;
}

function withCouplingsMoved(
  x: Float64Array,
  { couplings }: Symmetry,
  { lanes, couplingSize }: Arithmetic,
  total: number,
) {
  if (couplings === undefined || couplingSize === 1) return x;
  const moved = new Float64Array(x.length);
  for (let lane = 0; lane < lanes; lane++)
    for (let place = 0; place < couplingSize; place++) {
      const from = (lane * couplingSize + place) * total;
      moved.set(x.subarray(from, from + total), (lane * couplingSize + couplings[place]!) * total);
    }
  return moved;
}

/** Every x ≤ graph with Π C(graph_i, x_i). */
function forEachPart(
  graph: Multigraph,
  binomial: (n: number, k: number) => Scalar,
  plain: Arithmetic,
  visit: (part: Multigraph, ways: Scalar) => void,
): void {
  const part = new Uint16Array(graph.length);
  const choose = (place: number, ways: Scalar): void => {
    if (place === graph.length) {
      visit(part, ways);
      return;
    }
    for (let taken = 0; taken <= graph[place]!; taken++) {
      part[place] = taken;
      choose(place + 1, taken === 0 ? ways : plain.multiplyScalars(ways, binomial(graph[place]!, taken)));
    }
    part[place] = 0;
  };
  choose(0, binomial(0, 0));
}

/** Wick's pairings of the output weights. */
export function* perfectMatchings(vertices: number): Generator<Multigraph> {
  const graph = new Uint16Array(pairCount(vertices));
  const matched = new Array<boolean>(vertices).fill(false);
  yield* match();
  function* match(): Generator<Multigraph> {
    const a = matched.indexOf(false);
    if (a < 0) {
      yield graph.slice();
      return;
    }
    matched[a] = true;
    for (let b = a + 1; b < vertices; b++) {
      if (matched[b]) continue;
      matched[b] = true;
      graph[pairIndex(a, b)] = 1;
      yield* match();
      graph[pairIndex(a, b)] = 0;
      matched[b] = false;
    }
    matched[a] = false;
  }
}

const inputCovariances = (problem: Problem, arithmetic: Arithmetic): readonly InputCovariance[] =>
  problem.inputCovariances.map((value, place) => ({
    value: typeof value === 'number' ? { variable: value } : arithmetic.fromRational(value),
    coupling: problem.couplingOf[place]!,
  }));

function powers(arithmetic: Arithmetic, base: Rational): (exponent: number) => Scalar {
  const value = arithmetic.fromRational(base);
  const known = [arithmetic.fromRational(rational(1n))];
  return (exponent) => {
    while (known.length <= exponent) known.push(arithmetic.multiplyScalars(known.at(-1)!, value));
    return known[exponent]!;
  };
}

function binomialsOf(arithmetic: Arithmetic): (n: number, k: number) => Scalar {
  const integers: bigint[][] = [];
  const known: Scalar[][] = [];
  return (n, k) => {
    for (let row = integers.length; row <= n; row++) {
      const above = integers[row - 1] ?? [];
      integers.push(
        Array.from({ length: row + 1 }, (_, i) => (row === 0 ? 1n : (above[i - 1] ?? 0n) + (above[i] ?? 0n))),
      );
      known.push([]);
    }
    known[n]![k] ??= arithmetic.fromRational(rational(integers[n]![k]!));
    return known[n]![k]!;
  };
}
