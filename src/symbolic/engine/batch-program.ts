/**
 * A program compiled for evaluation at many points at once modulo two primes: every node that varies with the input has
 * an array [point][entry], and each step is one kernel call over a batch of points.
 */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import { parseEinsum } from '../../network/einsum.ts';
import { argumentsOf, type Node, type Program } from '../../network/program.ts';
import { exactEntries, sizeOf } from '../../network/tensor.ts';
import { withoutLeadingZeros } from './chain.ts';

/** Numbers that steps read: values, each run of `span` of them times one factor. */
export type Numbers = readonly (Coefficient | Rational)[];

export interface BatchConstant {
  readonly values: Numbers;
  readonly factors?: Numbers;
  readonly span: number;
}

/** out = W x + b, [outputs, inputs], then z^degree + Σ_k monic[k] z^k if there is an activation. */
export interface AffineStep {
  readonly kind: 'affine';
  readonly out: number;
  readonly x: number;
  readonly outputs: number;
  readonly inputs: number;
  readonly weights: BatchConstant;
  readonly bias?: BatchConstant;
  readonly monic?: BatchConstant;
}

/** Values are positions in {@link BatchProgram.widths}. */
export type BatchStep =
  | AffineStep
  | { readonly kind: 'map'; readonly out: number; readonly x: number; readonly coefficients: BatchConstant }
  | { readonly kind: 'product'; readonly out: number; readonly a: number; readonly b: number }
  | {
      readonly kind: 'sum';
      readonly out: number;
      readonly terms: readonly { readonly x: number; readonly c: BatchConstant }[];
      readonly constants: readonly { readonly entries: BatchConstant; readonly c: BatchConstant }[];
    }
  /** out_o = Σ_i a_oi b_i, both varying. */
  | {
      readonly kind: 'rowProducts';
      readonly out: number;
      readonly a: number;
      readonly b: number;
      readonly outputs: number;
      readonly inputs: number;
    };

export interface BatchProgram {
  /** Entries of each value; value 0 is the input. */
  readonly widths: readonly number[];
  readonly steps: readonly BatchStep[];
  readonly output: number;
  /** The longest sum of products. */
  readonly summands: number;
  /** Multiply-adds a point, roughly. */
  readonly cost: number;
}

/** The constants that a step reads. */
export function constantsOf(step: BatchStep): readonly BatchConstant[] {
  switch (step.kind) {
    case 'affine':
      return [
        step.weights,
        ...(step.bias === undefined ? [] : [step.bias]),
        ...(step.monic === undefined ? [] : [step.monic]),
      ];
    case 'map':
      return [step.coefficients];
    case 'sum':
      return [...step.terms.map(({ c }) => c), ...step.constants.flatMap(({ entries, c }) => [entries, c])];
    default:
      return [];
  }
}

/** The values that a step reads. */
export function readsOf(step: BatchStep): readonly number[] {
  switch (step.kind) {
    case 'affine':
    case 'map':
      return [step.x];
    case 'sum':
      return step.terms.map(({ x }) => x);
    default:
      return [step.a, step.b];
  }
}

/** What a node is at a batch of points: an array that varies (times a factor that its readers put in), or constant entries. */
type Meaning = { readonly value: number; readonly factor: Rational } | { readonly entries: Numbers };

class Unsupported extends Error {}

/**
 * Undefined when the program has indeterminate weights or an operation that has no step.
 * `outputs` are the entries wanted, each times its denominator.
 */
export function compileBatch(
  program: Program,
  outputs: readonly number[],
  denominators: readonly bigint[],
): BatchProgram | undefined {
  try {
    return new Compiler(program).compile(outputs, denominators);
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

const ONE = rational(1n);

class Compiler {
  readonly #program: Program;
  readonly #widths: number[] = [];
  readonly #steps: BatchStep[] = [];
  readonly #meanings: Meaning[] = [];
  readonly #users: number[][];
  #summands = 2;
  #cost = 0;

  constructor(program: Program) {
    this.#program = program;
    this.#users = program.nodes.map(() => []);
    program.nodes.forEach((node, at) => {
      for (const argument of argumentsOf(node)) this.#users[argument]!.push(at);
    });
  }

  compile(outputs: readonly number[], denominators: readonly bigint[]): BatchProgram {
    this.#program.nodes.forEach((node, at) => {
      this.#meanings[at] = this.#meaning(node, at);
    });
    const output = this.#select(this.#varying(this.#program.output), outputs, denominators.map(String));
    return { widths: this.#widths, steps: this.#steps, output, summands: this.#summands, cost: this.#cost };
  }

  #meaning(node: Node, at: number): Meaning {
    switch (node.operation) {
      case 'input':
        return { value: this.#value(sizeOf(node.shape)), factor: ONE };
      case 'parameter': {
        const { tensor } = this.#program.parameters[node.parameter]!;
        if (tensor === undefined) throw new Unsupported();
        return { entries: exactEntries(tensor) };
      }
      case 'constant':
        return { entries: new Array<Coefficient>(sizeOf(node.shape)).fill(node.value) };
      case 'map':
        return this.#map(node.arguments[0], at, node.activation.coefficients);
      case 'linear':
        return this.#sum(node.arguments, node.coefficients, at);
      case 'einsum':
        return this.#einsum(node.specification, node.arguments);
    }
  }

  #value(width: number): number {
    return this.#widths.push(width) - 1;
  }

  #constant(values: Numbers, factors: readonly Coefficient[] = [], span: number = values.length): BatchConstant {
    const trivial = factors.every((factor) => factor === '1' || factor === 1);
    return { values, span, ...(trivial ? {} : { factors }) };
  }

  /** The value of a node that varies, without a factor left to be put in. */
  #varying(node: number): number {
    const meaning = this.#meanings[node]!;
    if (!('value' in meaning) || !isOne(meaning.factor)) throw new Unsupported();
    return meaning.value;
  }

  #entryCount(node: number): number {
    return sizeOf(this.#program.nodes[node]!.shape);
  }

  #affine(x: number, weights: Numbers, factor: Rational, inputs: number): number {
    const outputs = weights.length / inputs;
    const out = this.#value(outputs);
    this.#steps.push({
      kind: 'affine',
      out,
      x,
      outputs,
      inputs,
      weights: this.#constant(weights, [formatRational(factor)]),
    });
    this.#summands = Math.max(this.#summands, inputs);
    this.#cost += outputs * (inputs + 2);
    return out;
  }

  /** σ(x): right behind an affine map, and read by affine maps only, as a monic polynomial whose leading coefficient they put in. */
  #map(x: number, at: number, coefficients: readonly Coefficient[] | undefined): Meaning {
    if (coefficients === undefined) throw new Unsupported();
    const c = withoutLeadingZeros(coefficients);
    const value = this.#varying(x);
    const last = this.#steps.at(-1);
    const width = this.#widths[value]!;
    this.#cost += width * 4 * (c.length - 1);
    const readByAffine = this.#users[at]!.length > 0 && this.#users[at]!.every((user) => this.#isAffineIn(user, at));
    if (c.length > 2 && last?.kind === 'affine' && last.out === value && this.#users[x]!.length === 1 && readByAffine) {
      const leading = exactValue(c.at(-1)!);
      const lower = c.slice(0, -1).map((entry) => formatRational(quotient(exactValue(entry), leading)));
      this.#steps[this.#steps.length - 1] = { ...last, monic: this.#constant(lower) };
      return { value, factor: leading };
    }
    if (c.length < 2) throw new Unsupported();
    const out = this.#value(width);
    this.#steps.push({ kind: 'map', out, x: value, coefficients: this.#constant(c) });
    return { value: out, factor: ONE };
  }

  /** Whether a node is a constant matrix times the given vector. */
  #isAffineIn(user: number, vector: number): boolean {
    const node = this.#program.nodes[user]!;
    if (node.operation !== 'einsum' || node.arguments.length !== 2 || node.arguments[1] !== vector) return false;
    const { operation } = this.#program.nodes[node.arguments[0]!]!;
    const { operands, output } = parseEinsum(node.specification);
    return (operation === 'parameter' || operation === 'constant') && operands[0] === output + operands[1]!;
  }

  #sum(args: readonly number[], coefficients: readonly Coefficient[], at: number): Meaning {
    const varying = args.flatMap((argument, k) =>
      'value' in this.#meanings[argument]! ? [{ node: argument, c: coefficients[k]! }] : [],
    );
    const constant = args.flatMap((argument, k) => {
      const meaning = this.#meanings[argument]!;
      return 'entries' in meaning ? [{ entries: meaning.entries, c: coefficients[k]! }] : [];
    });
    if (varying.length === 0) throw new Unsupported();
    const last = this.#steps.at(-1);
    // A bias goes into the affine map before it, when nothing else reads that.
    if (
      varying.length === 1 &&
      constant.length === 1 &&
      coefficients.every((c) => c === 1) &&
      last?.kind === 'affine' &&
      last.bias === undefined &&
      last.monic === undefined
    ) {
      const { node } = varying[0]!;
      if (last.out === this.#varying(node) && this.#users[node]!.length === 1) {
        this.#steps[this.#steps.length - 1] = { ...last, bias: this.#constant(constant[0]!.entries) };
        return { value: last.out, factor: ONE };
      }
    }
    const out = this.#value(this.#entryCount(at));
    this.#cost += 4 * this.#entryCount(at) * args.length;
    this.#steps.push({
      kind: 'sum',
      out,
      terms: varying.map(({ node, c }) => ({ x: this.#varying(node), c: this.#constant([c]) })),
      constants: constant.map(({ entries, c }) => ({ entries: this.#constant(entries), c: this.#constant([c]) })),
    });
    return { value: out, factor: ONE };
  }

  #einsum(specification: string, args: readonly number[]): Meaning {
    const { operands, output } = parseEinsum(specification);
    if (operands.length !== 2) throw new Unsupported();
    const [aIndices, bIndices] = operands as [string, string];
    const [a, b] = args as [number, number];
    const left = this.#meanings[a]!;
    const right = this.#meanings[b]!;
    const matrixVector = aIndices === output + bIndices;
    const inputs = this.#entryCount(b);
    if ('entries' in left && 'value' in right && matrixVector) {
      return { value: this.#affine(right.value, left.entries, right.factor, inputs), factor: ONE };
    }
    if (matrixVector) {
      const outputs = this.#entryCount(a) / inputs;
      const step = {
        kind: 'rowProducts',
        out: this.#value(outputs),
        a: this.#varying(a),
        b: this.#varying(b),
        outputs,
        inputs,
      } as const;
      this.#cost += 4 * outputs * inputs;
      this.#steps.push(step);
      return { value: step.out, factor: ONE };
    }
    if (aIndices !== output || bIndices !== output) throw new Unsupported();
    const step = { kind: 'product', out: this.#value(inputs), a: this.#varying(a), b: this.#varying(b) } as const;
    this.#cost += 3 * inputs;
    this.#steps.push(step);
    return { value: step.out, factor: ONE };
  }

  /** The wanted entries of a value, each times a factor: rows of the affine map that made it, or a selection matrix. */
  #select(value: number, outputs: readonly number[], factors: readonly Coefficient[]): number {
    const last = this.#steps.at(-1);
    const node = this.#program.nodes[this.#program.output]!;
    const source = node.operation === 'linear' ? this.#program.nodes[node.arguments[0]!]! : node;
    if (last?.kind === 'affine' && last.out === value && last.monic === undefined && source.operation === 'einsum') {
      const matrix = this.#meanings[source.arguments[0]!];
      const vector = this.#meanings[source.arguments[1]!];
      if (matrix !== undefined && 'entries' in matrix && vector !== undefined && 'value' in vector) {
        const { inputs } = last;
        const bias =
          node.operation === 'linear'
            ? (this.#meanings[node.arguments[1]!] as { entries: Numbers }).entries
            : undefined;
        const rows = outputs.flatMap((row) =>
          Array.from({ length: inputs }, (_, i) => matrix.entries[row * inputs + i]!),
        );
        const scaled = factors.map((factor) => formatRational(product(exactValue(factor), vector.factor)));
        this.#widths[value] = outputs.length;
        this.#steps[this.#steps.length - 1] = {
          kind: 'affine',
          out: value,
          x: last.x,
          inputs,
          outputs: outputs.length,
          weights: this.#constant(rows, scaled, inputs),
          ...(bias === undefined
            ? {}
            : {
                bias: this.#constant(
                  outputs.map((row) => bias[row]!),
                  factors,
                  1,
                ),
              }),
        };
        return value;
      }
    }
    const width = this.#widths[value]!;
    const selection = outputs.flatMap((output) => Array.from({ length: width }, (_, j) => (j === output ? 1 : 0)));
    const out = this.#affine(value, selection, ONE, width);
    const step = this.#steps.at(-1) as AffineStep;
    this.#steps[this.#steps.length - 1] = { ...step, weights: this.#constant(selection, factors, width) };
    return out;
  }
}

const isOne = ({ numerator, denominator }: Rational): boolean => numerator === 1n && denominator === 1n;

const product = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);

const quotient = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator, a.denominator * b.numerator);
