/** The neural tangent hierarchy of a finite network at its weights, by exact Taylor series. */
import { type Progress, silent } from '../../base/progress.ts';
import type { Program } from '../../network/program.ts';
import { combination, type Direction, scaled } from '../taylor/direction.ts';
import { gramOfDirections, weightedProduct } from './gram-of-directions.ts';
import { requireHierarchyFits } from './hierarchy-size.ts';
import { outputSeries } from './output-series.ts';

export interface HierarchyOptions {
  /** Entries of all weights, in the order of the program's parameters, row-major. */
  readonly weights: readonly Float64Array[];
  /** What each weight's learning rate is multiplied by; 1 where left out. */
  readonly rates?: readonly number[];
  /** The function is this times the program's output; 1 when left out. */
  readonly outputFactor?: number;
  /** How many of the inputs are trained on, the first ones; all when left out. */
  readonly trained?: number;
  readonly progress?: Progress;
}

/**
 * Derivatives of f_a, a = (input, output), along g_b = R ∇f_b, R the rates. a runs over all inputs, the other indices over
 * those that are trained on; row-major.
 */
export interface TangentHierarchy {
  /** Inputs × outputs. */
  readonly size: number;
  /** Training inputs × outputs: a < trained are these. */
  readonly trained: number;
  /** Θ_ab = ∇f_a · R ∇f_b. */
  readonly kernel: Float64Array;
  /** O₃abc = DΘ_ab[g_c]. */
  readonly third: Float64Array;
  /** O₄abcd = DO₃abc[g_d], all g_b and g_c differentiated too. */
  readonly fourth: Float64Array;
  /** T_abc = D²f_a[g_b, g_c], so O₃abc = T_abc + T_bac. */
  readonly second: Float64Array;
  /** DT_abc[g_d], g_b and g_c differentiated too. */
  readonly secondDerivative: Float64Array;
  /** D³f_a[g_b, g_c, g_d]. */
  readonly cubic: Float64Array;
  /** D²Θ_ab[g_c, g_d], g_c and g_d held. */
  readonly kernelSecond: Float64Array;
}

/**
 * Θ, O₃ and O₄ of the network at the given weights, exactly but for rounding: with P_ab = D²f_a[g_b, ·],
 *   D(D²f_a[g_b, g_c])[g_d] = D³f_a[g_b, g_c, g_d] + P_ac·R P_bd + P_ab·R P_cd.
 * Where an activation has a kink, as ReLU, derivatives are those beside it. Mixed third derivatives come from series along g_b/|g_b| + g_c/|g_c| (polarisation).
 * Throws {@link TooLargeError} before it starts when tensors exceed 1 GiB or 2³⁷ products, naming how many inputs fit;
 * {@link InputError} on activations that do not say their derivatives, and on values that overflow.
 * Source: Huang and Yau, "Dynamics of deep neural networks and neural tangent hierarchy", arXiv:1909.08156.
 */
export function tangentHierarchy(program: Program, inputs: Float64Array, options: HierarchyOptions): TangentHierarchy {
  const { weights, rates = weights.map(() => 1), outputFactor = 1, progress = silent } = options;
  const width = program.inputs.length;
  const samples = inputs.length / width;
  const { outputs, imageSize, coefficient: series } = outputSeries(program, inputs, weights, outputFactor);
  const [size, trained] = [samples * outputs, (options.trained ?? samples) * outputs];
  const count = weights.reduce((sum, { length }) => sum + length, 0);
  requireHierarchyFits({ size, trained, outputs, weights: count, image: imageSize });
  const indices = Array.from({ length: size }, (_, a) => a);
  const rate = (parameter: number): number => rates[parameter]!;
  const plain = (): number => 1;
  const gradients = indices.map((a) => series(a, new Map(), 0));
  const along = gradients.map((gradient) => scaled(gradient, rate));
  const norms = along.map((g) => Math.sqrt(weightedProduct(g, g, plain)));
  const unit = norms.map((norm) => (norm > 0 ? 1 / norm : 0));

  // P_ab where a or b is trained on, and D³f_a[g_b, g_c, g_d] with b ≤ c trained on, and d where a is.
  const pairs = new Map<number, number>();
  const images: Direction[] = [];
  const cubes: Float64Array[] = [];
  indices.forEach((a) => {
    progress(a, size, 'the tangent hierarchy');
    const partners = a < trained ? size : trained;
    for (let b = 0; b < partners; b++) {
      pairs.set(a * size + b, images.length);
      images.push(series(a, along[b]!, 1));
    }
    const cube = new Float64Array(trained * trained * partners);
    // ½ D³f_a[u, u, ·] of u = g_b/|g_b|.
    const squares = along.slice(0, trained).map((g, b) =>
      series(
        a,
        scaled(g, () => unit[b]!),
        2,
      ),
    );
    for (let b = 0; b < trained; b++)
      for (let c = b; c < trained; c++) {
        const length = norms[b]! * norms[c]!;
        const terms: (readonly [number, Direction])[] =
          b === c
            ? [[2 * length, squares[b]!]]
            : [
                [length, series(a, combination([unit[b]!, unit[c]!], [along[b]!, along[c]!]), 2)],
                [-length, squares[b]!],
                [-length, squares[c]!],
              ];
        for (let d = 0; d < partners; d++) {
          const value = terms.reduce(
            (sum, [k, direction]) => sum + k * weightedProduct(direction, along[d]!, plain),
            0,
          );
          cube[(b * trained + c) * partners + d] = value;
          cube[(c * trained + b) * partners + d] = value;
        }
      }
    cubes.push(cube);
  });
  const products = gramOfDirections(images, rate);
  const place = (a: number, b: number): number => pairs.get(a * size + b)!;
  const product = (a: number, b: number, c: number, d: number): number =>
    products[place(a, b) * images.length + place(c, d)]!;
  /** D³f_a[g_b, g_c, g_d], of which d alone need not be trained on. */
  const cubic = (a: number, b: number, c: number, d: number): number =>
    cubes[a]![(b * trained + c) * (a < trained ? size : trained) + d]!;
  const second = (a: number, b: number, c: number): number => weightedProduct(images[place(a, b)]!, along[c]!, plain);

  const result = {
    size,
    trained,
    kernel: filled([size, trained], ([a, b]) => weightedProduct(gradients[a!]!, along[b!]!, plain)),
    second: filled([size, trained, trained], ([a, b, c]) => second(a!, b!, c!)),
    third: filled([size, trained, trained], ([a, b, c]) => second(a!, b!, c!) + second(b!, c!, a!)),
  };
  const shape = [size, trained, trained, trained];
  return {
    ...result,
    cubic: filled(shape, ([a, b, c, d]) => cubic(a!, b!, c!, d!)),
    secondDerivative: filled(shape, ([a, b, c, d]) => {
      return cubic(a!, b!, c!, d!) + product(a!, c!, b!, d!) + product(a!, b!, c!, d!);
    }),
    kernelSecond: filled(shape, ([a, b, c, d]) => {
      return cubic(a!, b!, c!, d!) + cubic(b!, c!, d!, a!) + product(a!, c!, b!, d!) + product(a!, d!, b!, c!);
    }),
    fourth: filled(shape, ([a, b, c, d]) => {
      const own = cubic(a!, b!, c!, d!) + product(a!, c!, b!, d!) + product(a!, b!, c!, d!);
      return own + cubic(b!, c!, d!, a!) + product(b!, c!, a!, d!) + product(b!, a!, c!, d!);
    }),
  };
}

/** A tensor by its entries. */
function filled(shape: readonly number[], entry: (index: readonly number[]) => number): Float64Array {
  const tensor = new Float64Array(shape.reduce((product, n) => product * n, 1));
  const index = shape.map(() => 0);
  for (let at = 0; at < tensor.length; at++) {
    tensor[at] = entry(index);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
  return tensor;
}
