/**
 * Sources of gpu.js kernels for a program's operations. A value that depends on the input is rows of samples: entry e at
 * sample s is `x[e][s]`; a weight or a constant is an array, `w[e]`. The thread's y is the entry, x the sample.
 *
 * Strings, since minifiers and instrumentation break kernels that are passed as functions; loops end at literals, since
 * those that end at an argument stop at 1,000 in silence.
 */

/** An operand of a contraction: the same for all samples or not, and its entry at output o and term t, outer[o] + inner[t]. */
export interface KernelOperand {
  readonly uniform: boolean;
  readonly outer: Int32Array;
  readonly inner: Int32Array;
}

export interface KernelSource {
  readonly source: string;
  /** Arrays that follow the operands as arguments. */
  readonly tables: readonly Float32Array[];
}

/** Σ_t Π_k operand_k. */
export function contractionSource(operands: readonly KernelOperand[], terms: number): KernelSource {
  const tables: Float32Array[] = [];
  const names: string[] = [];
  /** The offsets as an expression in `variable`: a multiple of it where they are, a table otherwise. */
  const offsets = (values: Int32Array, variable: string): string => {
    const step = values.length < 2 ? 0 : values[1]! - values[0]!;
    if (values[0] === 0 && values.every((offset, i) => offset === i * step))
      return step === 0 ? '0' : step === 1 ? variable : `${variable} * ${step}`;
    names.push(`table${tables.length}`);
    tables.push(Float32Array.from(values));
    return `table${tables.length - 1}[${variable}]`;
  };
  const factors = operands.map(({ uniform, outer, inner }, k) => {
    // Without the zeros: gpu.js takes 0 + 0 for a float, which is no index on WebGL2.
    const index =
      [offsets(outer, 'this.thread.y'), offsets(inner, 't')].filter((term) => term !== '0').join(' + ') || '0';
    return uniform ? `a${k}[${index}]` : `a${k}[${index}][this.thread.x]`;
  });
  const source = [
    `function (${[...operands.map((_, k) => `a${k}`), ...names].join(', ')}) {`,
    '  let sum = 0;',
    `  for (let t = 0; t < ${terms}; t++) {`,
    `    sum = sum + ${factors.join(' * ')};`,
    '  }',
    '  return sum;',
    '}',
  ].join('\n');
  return { source, tables };
}

const entry = (name: string, uniform: boolean): string =>
  uniform ? `${name}[this.thread.y]` : `${name}[this.thread.y][this.thread.x]`;

/** Σ_k c_k operand_k; the coefficients are the last argument, so that no text rounds them. */
export function linearSource(uniform: readonly boolean[], coefficients: readonly number[]): KernelSource {
  const terms = uniform.map((isUniform, k) => `c[${k}] * ${entry(`a${k}`, isUniform)}`);
  const source = [
    `function (${uniform.map((_, k) => `a${k}`).join(', ')}, c) {`,
    `  return ${terms.join(' + ')};`,
    '}',
  ].join('\n');
  return { source, tables: [Float32Array.from(coefficients)] };
}

/** Horner's rule from the highest coefficient. */
export function polynomialSource(uniform: boolean, coefficients: readonly number[]): KernelSource {
  const degree = coefficients.length - 1;
  const source = [
    'function (a0, c) {',
    `  const z = ${entry('a0', uniform)};`,
    `  let sum = c[${degree}];`,
    ...Array.from({ length: degree }, (_, k) => `  sum = sum * z + c[${degree - 1 - k}];`),
    '  return sum;',
    '}',
  ].join('\n');
  return { source, tables: [Float32Array.from(coefficients)] };
}
