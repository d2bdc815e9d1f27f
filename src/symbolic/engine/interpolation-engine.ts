/**
 * Expansion by evaluation: the network modulo primes at every point of a simplex lattice, and Newton interpolation in
 * place, variable by variable. For every program of polynomial operations.
 */
import { type BatchConstant, type BatchProgram, type BatchStep, constantsOf, readsOf } from './batch-program.ts';
import { binomial } from './dense-order.ts';
import { ExactValues } from './exact-values.ts';
import { type Kernel, RESIDUE } from './kernel.ts';
import { type Lattice, type LatticeHalf, lattice } from './lattice.ts';
import { multiplied, reduced } from './modular.ts';
import type { Part, PreparedEngine, ResidueEngine } from './residue-engine.ts';
import { type Primes, writeModulus, writeResidues } from './residue-writer.ts';
import { writeStirling } from './stirling.ts';

/** Points evaluated by one call of a kernel. */
const BATCH = 64;
const COLUMNS = 4;
/** Differences of order up to this keep balanced residues below 2^53 without a reduction. */
const UNREDUCED_DIFFERENCES = 27;
/** Beyond this many points the lattice's tables alone would not fit. */
const LARGEST_LATTICE = 5e7;
const LARGEST_DEGREE = 255;

/** Undefined when the lattice is too large. `variables` is the number of the network's inputs, `degree` the largest output degree. */
export function interpolationEngine(
  program: BatchProgram,
  variables: number,
  degree: number,
  outputs: number,
): ResidueEngine | undefined {
  const points = binomial(variables + degree, degree);
  if (!(points * outputs <= LARGEST_LATTICE) || degree > LARGEST_DEGREE || degree < 1) return undefined;
  // Along each variable a point takes about length/2 subtractions and as many multiply-adds, on lines of about this length.
  const line = degree / (variables + 1) + 4;
  return {
    name: 'interpolation',
    cost: points * (program.cost + 2 * variables * line * outputs),
    entries: points * outputs,
    worksOnIntegers: false,
    points,
    summands: program.summands,
    order: () => outputsInOrder(lattice(variables, degree).order, outputs),
    prepare: (kernel) => new PreparedInterpolation(kernel, program, lattice(variables, degree), outputs),
  };
}

/** The order of several outputs one after another. */
function outputsInOrder(order: Int32Array, outputs: number): Int32Array {
  if (outputs === 1) return order;
  const result = new Int32Array(order.length * outputs);
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < order.length; i++) result[o * order.length + i] = o * order.length + order[i]!;
  return result;
}

interface HalfAddresses {
  readonly bases: number;
  readonly lines: number;
  readonly startCounts: number;
}

class PreparedInterpolation implements PreparedEngine {
  readonly #kernel: Kernel;
  readonly #program: BatchProgram;
  readonly #lattice: Lattice;
  readonly #outputs: number;
  readonly #modulus: number;
  readonly #constants = new Map<
    BatchConstant,
    { readonly address: number; readonly values: ExactValues; readonly factors: ExactValues | undefined }
  >();
  readonly #values: readonly number[];
  readonly #lead: HalfAddresses;
  readonly #rest: HalfAddresses;
  readonly #leadIndex: number;
  readonly #restIndex: number;
  /** First layer's values at the points of each half, [point][output]. */
  readonly #tables: { readonly lead: number; readonly rest: number } | undefined;
  readonly #transposed: number;
  readonly #buffer: number;
  readonly #stirling: number;

  constructor(kernel: Kernel, program: BatchProgram, points: Lattice, outputs: number) {
    this.#kernel = kernel;
    this.#program = program;
    this.#lattice = points;
    this.#outputs = outputs;
    const allocate = (count: number): number => kernel.allocate(count * RESIDUE);
    this.#modulus = kernel.allocate(32);
    for (const step of program.steps) {
      for (const constant of constantsOf(step)) {
        if (this.#constants.has(constant)) continue;
        const { values, factors } = constant;
        this.#constants.set(constant, {
          address: allocate(values.length),
          values: new ExactValues(values),
          factors: factors === undefined ? undefined : new ExactValues(factors),
        });
      }
    }
    this.#values = program.widths.map((width) => allocate(width * BATCH));
    this.#lead = this.#putHalf(points.lead);
    this.#rest = this.#putHalf(points.rest);
    this.#leadIndex = kernel.put(points.leadIndex);
    this.#restIndex = kernel.put(points.restIndex);
    const first = program.steps[0];
    const direct =
      first?.kind === 'affine' && first.x === 0 && !program.steps.slice(1).some((step) => readsOf(step).includes(0));
    this.#tables = direct
      ? { lead: allocate(points.lead.length * first.outputs), rest: allocate(points.rest.length * first.outputs) }
      : undefined;
    this.#transposed = allocate(points.length);
    this.#buffer = allocate((Math.max(points.lead.length, points.rest.length) + points.degree + 1) * COLUMNS);
    this.#stirling = allocate((points.degree + 1) ** 2);
  }

  compute(primes: Primes, capacity: number, target: number): boolean {
    if (!this.#evaluate(primes, capacity, 0, this.#lattice.length, target)) return false;
    this.#interpolate(primes, capacity, target);
    return true;
  }

  evaluate(primes: Primes, capacity: number, from: number, to: number): Part | undefined {
    const mark = this.#kernel.used;
    const count = (to - from) * this.#outputs;
    const address = this.#kernel.allocate(count * RESIDUE);
    const lanes = this.#evaluate(primes, capacity, from, to, address)
      ? this.#kernel.doubles(address, 2 * count).slice()
      : undefined;
    this.#kernel.release(mark);
    return lanes === undefined ? undefined : { from, to, lanes };
  }

  finish(primes: Primes, capacity: number, parts: readonly Part[], target: number): void {
    writeModulus(this.#kernel, this.#modulus, primes);
    for (const { from, to, lanes } of parts) {
      const count = to - from;
      for (let o = 0; o < this.#outputs; o++)
        this.#kernel
          .doubles(target + (o * this.#lattice.length + from) * RESIDUE, 2 * count)
          .set(lanes.subarray(2 * count * o, 2 * count * (o + 1)));
    }
    this.#interpolate(primes, capacity, target);
  }

  /** From values to coefficients, in place. */
  #interpolate(primes: Primes, capacity: number, target: number): void {
    writeStirling(this.#kernel, this.#stirling, this.#lattice.degree, primes);
    const { length } = this.#lattice;
    for (let o = 0; o < this.#outputs; o++) {
      const out = target + o * length * RESIDUE;
      this.#transform('rest', this.#transposed, out, {
        differences: true,
        powers: false,
        transposed: true,
        capacity,
      });
      this.#transform('lead', out, this.#transposed, { differences: true, powers: true, transposed: true, capacity });
      this.#transform('rest', out, out, { differences: false, powers: true, transposed: false, capacity });
    }
  }

  #putHalf({ bases, lines, startCounts }: LatticeHalf): HalfAddresses {
    return {
      bases: this.#kernel.put(bases),
      lines: this.#kernel.put(lines),
      startCounts: this.#kernel.put(startCounts),
    };
  }

  #writeConstant(constant: BatchConstant, primes: Primes): boolean {
    const { address, values, factors } = this.#constants.get(constant)!;
    const { span } = constant;
    if (!writeResidues(this.#kernel, address, values, primes)) return false;
    if (factors === undefined) return true;
    return primes.every((p, lane) => {
      const residues = new Float64Array(factors.length);
      if (!factors.residues(p, residues, 0, 1)) return false;
      const out = this.#kernel.doubles(address, 2 * values.length);
      for (let i = 0; i < values.length; i++)
        out[2 * i + lane] = multiplied(out[2 * i + lane]!, residues[Math.floor(i / span)]!, p);
      return true;
    });
  }

  #at(constant: BatchConstant | undefined): number {
    return constant === undefined ? 0 : this.#constants.get(constant)!.address;
  }

  /**
   * The values at points [first, end) of the lattice's order, output after output; false when a prime divides a
   * denominator.
   */
  #evaluate(primes: Primes, capacity: number, first: number, end: number, target: number): boolean {
    writeModulus(this.#kernel, this.#modulus, primes);
    for (const constant of this.#constants.keys()) if (!this.#writeConstant(constant, primes)) return false;
    if (this.#tables !== undefined) this.#fillTables(primes);
    const { steps, output } = this.#program;
    const source = this.#values[output]!;
    for (let start = first; start < end; start += BATCH) {
      const count = Math.min(BATCH, end - start);
      if (this.#tables === undefined) this.#fillInput(start, count);
      for (const [index, step] of steps.entries()) {
        if (index === 0 && this.#tables !== undefined) this.#firstLayer(step, start, count);
        else this.#run(step, count, capacity);
      }
      if (this.#outputs === 1) {
        this.#kernel
          .doubles(target + (start - first) * RESIDUE, 2 * count)
          .set(this.#kernel.doubles(source, 2 * count));
        continue;
      }
      const from = this.#kernel.doubles(source, 2 * count * this.#outputs);
      for (let o = 0; o < this.#outputs; o++) {
        const to = this.#kernel.doubles(target + (o * (end - first) + start - first) * RESIDUE, 2 * count);
        for (let t = 0; t < count; t++) {
          to[2 * t] = from[2 * (t * this.#outputs + o)]!;
          to[2 * t + 1] = from[2 * (t * this.#outputs + o) + 1]!;
        }
      }
    }
    return true;
  }

  /** W x + b at the points of each half: the first half with the bias, the second without. */
  #fillTables(primes: Primes): void {
    const step = this.#program.steps[0] as Extract<BatchStep, { kind: 'affine' }>;
    const { lead, rest } = this.#lattice;
    const weights = this.#kernel.doubles(this.#at(step.weights), 2 * step.outputs * step.inputs);
    const bias = step.bias === undefined ? undefined : this.#kernel.doubles(this.#at(step.bias), 2 * step.outputs);
    const fill = (
      address: number,
      half: LatticeHalf,
      firstVariable: number,
      constant: Float64Array | undefined,
    ): void => {
      const out = this.#kernel.doubles(address, 2 * half.length * step.outputs);
      for (let i = 0; i < half.length; i++) {
        for (let j = 0; j < step.outputs; j++) {
          for (let lane = 0; lane < 2; lane++) {
            let sum = constant === undefined ? 0 : constant[2 * j + lane]!;
            for (let v = 0; v < half.variables; v++)
              sum +=
                half.coordinates[i * half.variables + v]! * weights[2 * (j * step.inputs + firstVariable + v) + lane]!;
            out[2 * (i * step.outputs + j) + lane] = reduced(sum, primes[lane]!);
          }
        }
      }
    };
    fill(this.#tables!.lead, lead, 0, bias);
    fill(this.#tables!.rest, rest, lead.variables, undefined);
  }

  #firstLayer(step: BatchStep, start: number, count: number): void {
    const { out, outputs, monic } = step as Extract<BatchStep, { kind: 'affine' }>;
    this.#kernel.functions.affineAtPoints(
      this.#values[out]!,
      this.#tables!.lead,
      this.#tables!.rest,
      this.#leadIndex + 4 * start,
      this.#restIndex + 4 * start,
      count,
      outputs,
      this.#at(monic),
      monic?.values.length ?? 0,
      this.#modulus,
    );
  }

  #fillInput(start: number, count: number): void {
    const { lead, rest, leadIndex, restIndex, variables } = this.#lattice;
    const out = this.#kernel.doubles(this.#values[0]!, 2 * count * variables);
    let at = 0;
    for (let t = start; t < start + count; t++) {
      for (const [half, i] of [
        [lead, leadIndex[t]!],
        [rest, restIndex[t]!],
      ] as const) {
        for (let v = 0; v < half.variables; v++, at += 2)
          out[at] = out[at + 1] = half.coordinates[i * half.variables + v]!;
      }
    }
  }

  #run(step: BatchStep, count: number, capacity: number): void {
    const f = this.#kernel.functions;
    const value = (index: number): number => this.#values[index]!;
    const width = this.#program.widths[step.out]!;
    switch (step.kind) {
      case 'affine':
        f.affine(
          value(step.out),
          value(step.x),
          this.#at(step.weights),
          this.#at(step.bias),
          count,
          step.outputs,
          step.inputs,
          this.#at(step.monic),
          step.monic?.values.length ?? 0,
          capacity,
          this.#modulus,
        );
        break;
      case 'map':
        f.polynomialMap(
          value(step.out),
          value(step.x),
          count * width,
          this.#at(step.coefficients),
          step.coefficients.values.length - 1,
          this.#modulus,
        );
        break;
      case 'product':
        f.product(value(step.out), value(step.a), value(step.b), count * width, this.#modulus);
        break;
      case 'rowProducts':
        f.rowProducts(value(step.out), value(step.a), value(step.b), count, step.outputs, step.inputs, this.#modulus);
        break;
      case 'sum': {
        this.#kernel.doubles(value(step.out), 2 * count * width).fill(0);
        for (const { x, c } of step.terms)
          f.addScaled(value(step.out), value(x), this.#at(c), count, width, false, this.#modulus);
        for (const { entries, c } of step.constants)
          this.#addRow(value(step.out), this.#at(entries), this.#at(c), count, width);
        break;
      }
    }
  }

  /** Adds c times one row to each of `count` rows. */
  #addRow(out: number, row: number, c: number, count: number, width: number): void {
    for (let t = 0; t < count; t++)
      this.#kernel.functions.addScaled(out + t * width * RESIDUE, row, c, 1, width, false, this.#modulus);
  }

  /**
   * Rows by the points of one half ('rest': as evaluated; 'lead': transposed), each the lattice of the other half's
   * variables, degree by degree of the row's own point.
   */
  #transform(
    rows: 'lead' | 'rest',
    target: number,
    source: number,
    {
      differences,
      powers,
      transposed,
      capacity,
    }: { differences: boolean; powers: boolean; transposed: boolean; capacity: number },
  ): void {
    const { degree } = this.#lattice;
    const own = this.#lattice[rows];
    const across = this.#lattice[rows === 'rest' ? 'lead' : 'rest'];
    const ownAt = rows === 'rest' ? this.#rest : this.#lead;
    const acrossAt = rows === 'rest' ? this.#lead : this.#rest;
    for (let g = 0; g <= degree; g++) {
      const from = g === 0 ? 0 : own.counts[g - 1]!;
      this.#kernel.functions.transformRows(
        target,
        source,
        this.#buffer,
        ownAt.bases,
        acrossAt.bases,
        from,
        own.counts[g]!,
        across.counts[degree - g]!,
        degree - g,
        across.variables,
        acrossAt.lines,
        across.starts,
        acrossAt.startCounts,
        degree + 1,
        differences,
        powers,
        transposed,
        degree > UNREDUCED_DIFFERENCES,
        this.#stirling,
        capacity,
        this.#modulus,
      );
    }
  }
}
