/** The Gram engine at work: coefficient matrices in a kernel's memory, layer by layer, modulo two primes. */
import type { Coefficient } from '../../base/coefficient.ts';
import type { Rational } from '../../base/rational.ts';
import { binomial } from './dense-order.ts';
import { ExactValues } from './exact-values.ts';
import { type Kernel, RESIDUE } from './kernel.ts';
import { productIndices } from './product-indices.ts';
import type { PreparedEngine } from './residue-engine.ts';
import { holds, type Primes, scaleResidues, writeModulus, writeResidues } from './residue-writer.ts';

export type Numbers = readonly (Coefficient | Rational)[];

/** A layer with the activation after it. */
export interface Stage {
  /** Degree of the preactivations. */
  readonly degree: number;
  readonly monomials: number;
  readonly inputs: number;
  readonly width: number;
  readonly activation: number;
  readonly weights: Numbers;
  readonly bias: Numbers;
  readonly coefficients: Numbers | undefined;
}

export class PreparedGram implements PreparedEngine {
  readonly #kernel: Kernel;
  readonly #stages: readonly Stage[];
  readonly #variables: number;
  readonly #denominators: readonly bigint[];
  readonly #fused: boolean;
  readonly #modulus: number;
  readonly #ones: number;
  readonly #weights: readonly { weights: number; bias: number; coefficients: number }[];
  readonly #values: readonly { weights: ExactValues; bias: ExactValues; coefficients: ExactValues | undefined }[];
  readonly #tables = new Map<string, number>();
  #primes: Primes = [0, 0];
  #capacity = 1;

  constructor(
    kernel: Kernel,
    stages: readonly Stage[],
    variables: number,
    denominators: readonly bigint[],
    fused: boolean,
  ) {
    this.#kernel = kernel;
    this.#stages = stages;
    this.#variables = variables;
    this.#denominators = denominators;
    this.#fused = fused;
    this.#modulus = kernel.allocate(32);
    this.#weights = stages.map(({ weights, bias, coefficients }) => ({
      weights: this.#allocate(weights.length),
      bias: this.#allocate(bias.length),
      coefficients: this.#allocate(coefficients?.length ?? 1),
    }));
    this.#values = stages.map(({ weights, bias, coefficients }) => ({
      weights: new ExactValues(weights),
      bias: new ExactValues(bias),
      coefficients: coefficients === undefined ? undefined : new ExactValues(coefficients),
    }));
    const widest = Math.max(...stages.map(({ width }) => width));
    this.#ones = this.#allocate(widest);
    kernel.doubles(this.#ones, 2 * widest).fill(1);
    for (const { degree, activation } of stages) {
      if (activation >= 2) this.#indices(degree, degree, true);
      if (activation >= 3) this.#indices(degree, 2 * degree, false);
      if (activation === 4) this.#indices(2 * degree, 2 * degree, true);
    }
  }

  compute(primes: Primes, capacity: number, target: number): boolean {
    this.#primes = primes;
    this.#capacity = primes[0] === 0 ? 2 ** 20 : capacity;
    writeModulus(this.#kernel, this.#modulus, primes);
    if (!this.#writeWeights()) return false;
    const mark = this.#kernel.used;
    let h = this.#firstLayer();
    for (let index = 0; index < this.#stages.length - 2; index++) h = this.#hiddenLayer(index, h);
    const index = this.#stages.length - 2;
    if (this.#fused)
      for (let o = 0; o < this.#denominators.length; o++)
        this.#fusedOutput(index, h, o, target + o * this.#size(index, 1) * RESIDUE);
    else this.#affine(index + 1, this.#activate(index, h), this.#size(index, 1), target);
    this.#kernel.release(mark);
    return true;
  }

  #allocate(count: number): number {
    return this.#kernel.allocate(count * RESIDUE);
  }

  /** The number of monomials after the activation of a stage, times a width. */
  #size(index: number, width: number): number {
    const { degree, activation } = this.#stages[index]!;
    return binomial(this.#variables + degree * activation, degree * activation) * width;
  }

  #indices(a: number, b: number, symmetric: boolean): number {
    const name = `${a},${b},${symmetric}`;
    let address = this.#tables.get(name);
    if (address === undefined) {
      address = this.#kernel.put(productIndices(this.#variables, a, b, symmetric));
      this.#tables.set(name, address);
    }
    return address;
  }

  #writeWeights(): boolean {
    const last = this.#stages.length - 1;
    return this.#stages.every(({ inputs }, index) => {
      const { weights, bias, coefficients } = this.#values[index]!;
      const at = this.#weights[index]!;
      const written =
        writeResidues(this.#kernel, at.weights, weights, this.#primes) &&
        writeResidues(this.#kernel, at.bias, bias, this.#primes) &&
        (coefficients === undefined || writeResidues(this.#kernel, at.coefficients, coefficients, this.#primes));
      if (written && index === last) {
        this.#denominators.forEach((denominator, o) => {
          scaleResidues(this.#kernel, at.weights + o * inputs * RESIDUE, inputs, denominator, this.#primes);
          scaleResidues(this.#kernel, at.bias + o * RESIDUE, 1, denominator, this.#primes);
        });
      }
      return written;
    });
  }

  /** W x + b as coefficients: the bias at 1, column v of W at x_v. */
  #firstLayer(): number {
    const { width, inputs } = this.#stages[0]!;
    const h = this.#allocate((inputs + 1) * width);
    const out = this.#kernel.doubles(h, 2 * (inputs + 1) * width);
    const { weights, bias } = this.#weights[0]!;
    out.set(this.#kernel.doubles(bias, 2 * width));
    const w = this.#kernel.doubles(weights, 2 * inputs * width);
    for (let j = 0; j < width; j++) {
      for (let v = 0; v < inputs; v++) {
        const [from, to] = [2 * (j * inputs + v), 2 * ((v + 1) * width + j)];
        out[to] = w[from]!;
        out[to + 1] = w[from + 1]!;
      }
    }
    return h;
  }

  #hiddenLayer(index: number, h: number): number {
    const rows = this.#size(index, 1);
    const out = this.#allocate(rows * this.#stages[index + 1]!.width);
    this.#affine(index + 1, this.#activate(index, h), rows, out);
    return out;
  }

  /** Layer `index` applied to coefficient rows: W to every row, the bias to the constant one. */
  #affine(index: number, x: number, rows: number, out: number): void {
    const { width, inputs } = this.#stages[index]!;
    const { weights, bias } = this.#weights[index]!;
    this.#kernel.functions.affine(out, x, weights, 0, rows, width, inputs, 0, 0, this.#capacity, this.#modulus);
    this.#add(out, bias, this.#ones, 1, width);
  }

  #add(out: number, x: number, c: number, rows: number, width: number): void {
    if (holds(this.#kernel, c, 0)) return;
    this.#kernel.functions.addScaled(out, x, c, rows, width, false, this.#modulus);
  }

  #scale(x: number, count: number, c: number): void {
    if (holds(this.#kernel, c, 1)) return;
    const map = this.#allocate(2);
    this.#kernel.doubles(map, 2).fill(0);
    this.#kernel.doubles(map + RESIDUE, 2).set(this.#kernel.doubles(c, 2));
    this.#kernel.functions.polynomialMap(x, x, count, map, 1, this.#modulus);
  }

  #coefficient(index: number, k: number): number {
    return this.#weights[index]!.coefficients + k * RESIDUE;
  }

  #square(h: number, degree: number, width: number): number {
    const rows = binomial(this.#variables + 2 * degree, 2 * degree);
    const out = this.#allocate(rows * width);
    this.#kernel.functions.squares(
      out,
      h,
      binomial(this.#variables + degree, degree),
      width,
      this.#indices(degree, degree, true),
      rows,
      this.#modulus,
    );
    return out;
  }

  /** σ(h) as coefficients, for every neuron. */
  #activate(index: number, h: number): number {
    const { degree, activation, width, monomials } = this.#stages[index]!;
    const rows = this.#size(index, 1);
    const c = (k: number): number => this.#coefficient(index, k);
    let out: number;
    if (activation === 1) {
      out = this.#allocate(rows * width);
      this.#kernel.doubles(out, 2 * rows * width).set(this.#kernel.doubles(h, 2 * rows * width));
      this.#scale(out, rows * width, c(1));
    } else if (activation === 2) {
      out = this.#square(h, degree, width);
      this.#scale(out, rows * width, c(2));
      this.#add(out, h, c(1), monomials, width);
    } else {
      const { square, tail } = this.#tail(index, h);
      const cubic = binomial(this.#variables + 3 * degree, 3 * degree);
      const product = this.#allocate(cubic * width);
      const squares = binomial(this.#variables + 2 * degree, 2 * degree);
      this.#kernel.functions.products(
        product,
        h,
        tail,
        monomials,
        squares,
        width,
        this.#indices(degree, 2 * degree, false),
        cubic,
        this.#modulus,
      );
      out = product;
      if (activation === 4) {
        out = this.#square(square, 2 * degree, width);
        this.#scale(out, rows * width, c(4));
        this.#add(out, product, this.#ones, cubic, width);
      }
    }
    this.#add(out, this.#ones, c(0), 1, width);
    return out;
  }

  /** h² and c₃ h² + c₂ h + c₁, so that h times it is the cubic part of σ without the constant. */
  #tail(index: number, h: number): { square: number; tail: number } {
    const { degree, width, monomials } = this.#stages[index]!;
    const square = this.#square(h, degree, width);
    const count = binomial(this.#variables + 2 * degree, 2 * degree) * width;
    const tail = this.#allocate(count);
    this.#kernel.doubles(tail, 2 * count).set(this.#kernel.doubles(square, 2 * count));
    this.#scale(tail, count, this.#coefficient(index, 3));
    this.#add(tail, h, this.#coefficient(index, 2), monomials, width);
    this.#add(tail, this.#ones, this.#coefficient(index, 1), 1, width);
    return { square, tail };
  }

  /** Output o of the last layer, Σ_j w_j σ(h_j) + b, the sum over neurons first. */
  #fusedOutput(index: number, h: number, o: number, out: number): void {
    const { degree, activation, width, monomials } = this.#stages[index]!;
    const { weights, bias } = this.#weights[index + 1]!;
    const w = weights + o * width * RESIDUE;
    const c = (k: number): number => this.#coefficient(index, k);
    const f = this.#kernel.functions;
    const rows = this.#size(index, 1);
    const mark = this.#kernel.used;
    const weighted = (x: number, count: number, by: number): number => {
      const scaled = this.#allocate(count * width);
      this.#kernel.doubles(scaled, 2 * count * width).fill(0);
      f.addScaled(scaled, x, by, count, width, true, this.#modulus);
      return scaled;
    };
    const times = (k: number): number => {
      const scaled = this.#allocate(width);
      this.#kernel.doubles(scaled, 2 * width).set(this.#kernel.doubles(w, 2 * width));
      this.#scale(scaled, width, c(k));
      return scaled;
    };
    const addDot = (x: number, count: number, by: number): void => {
      const dots = this.#allocate(count);
      f.affine(dots, x, by, 0, count, 1, width, 0, 0, this.#capacity, this.#modulus);
      this.#add(out, dots, this.#ones, count, 1);
    };
    if (activation === 1) {
      this.#kernel.doubles(out, 2 * rows).fill(0);
      addDot(h, monomials, times(1));
    } else if (activation === 2) {
      f.gram(
        out,
        weighted(h, monomials, times(2)),
        h,
        monomials,
        monomials,
        width,
        true,
        this.#indices(degree, degree, true),
        rows,
        this.#capacity,
        this.#modulus,
      );
      if (!holds(this.#kernel, c(1), 0)) addDot(h, monomials, times(1));
    } else {
      const { square, tail } = this.#tail(index, h);
      const squares = binomial(this.#variables + 2 * degree, 2 * degree);
      const cubic = binomial(this.#variables + 3 * degree, 3 * degree);
      const product = activation === 3 ? out : this.#allocate(cubic);
      f.gram(
        product,
        weighted(h, monomials, w),
        tail,
        monomials,
        squares,
        width,
        false,
        this.#indices(degree, 2 * degree, false),
        cubic,
        this.#capacity,
        this.#modulus,
      );
      if (activation === 4) {
        f.gram(
          out,
          weighted(square, squares, times(4)),
          square,
          squares,
          squares,
          width,
          true,
          this.#indices(2 * degree, 2 * degree, true),
          rows,
          this.#capacity,
          this.#modulus,
        );
        this.#add(out, product, this.#ones, cubic, 1);
      }
    }
    // The constant: c₀ Σ_j w_j + b.
    if (!holds(this.#kernel, c(0), 0)) addDot(this.#ones, 1, times(0));
    this.#add(out, bias + o * RESIDUE, this.#ones, 1, 1);
    this.#kernel.release(mark);
  }
}
