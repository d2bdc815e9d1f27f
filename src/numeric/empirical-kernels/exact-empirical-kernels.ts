/** NNGP and NTK of a network as it is, as rational numbers. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import { type Rational, rational } from '../../base/rational.ts';
import { type Network, trace } from '../../network/network.ts';
import type { Program } from '../../network/program.ts';
import { exactEntries, sizeOf } from '../../network/tensor.ts';
import { interpret } from '../../symbolic/interpret.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import { tangentKernelProgram } from '../gradient/tangent-kernel-program.ts';

export interface ExactEmpiricalKernelOptions {
  /** The inputs of the columns, where they are others. */
  readonly others?: readonly (readonly Coefficient[])[];
  /** Which output; the mean over all of them when left out. */
  readonly output?: number;
  readonly progress?: Progress;
}

/**
 * The kernels of `empiricalKernels` as exact rationals, [row][column]: each float weight is that float, every product and
 * sum exact. Two passes for every pair of inputs, so for small cases and as an oracle. Proved: exact arithmetic.
 * Throws {@link InputError} on weights that are symbolic, activations that are no polynomials, inputs of another length,
 * and an output that there is not.
 */
export function exactEmpiricalKernels(
  net: Network,
  inputs: readonly (readonly Coefficient[])[],
  options: ExactEmpiricalKernelOptions = {},
): { readonly nngp: readonly (readonly Rational[])[]; readonly ntk: readonly (readonly Rational[])[] } {
  const program = trace(net);
  const unset = program.parameters.find(({ tensor }) => tensor === undefined);
  if (unset !== undefined)
    throw new InputError(unset.name, 'expected numbers, got a symbolic weight', 'Give the network its weights');
  const rows = exactInputs(inputs, program, 'inputs');
  const columns = options.others === undefined ? rows : exactInputs(options.others, program, 'others');
  const count = sizeOf(program.nodes[program.output]!.shape);
  const { output } = options;
  // An output that there is not is refused by the first program.
  const outputs = output === undefined ? Array.from({ length: count }, (_, o) => o) : [output];
  const tangents = outputs.map((o) => tangentKernelProgram(program, { output: o }));
  const average = (values: readonly Rational[]): Rational =>
    QQ.mul(values.reduce(QQ.add), rational(1n, BigInt(values.length)));
  const values = (xs: readonly (readonly Rational[])[]): readonly (readonly Rational[])[] =>
    xs.map((x) => run(program, x).filter((_, o) => outputs.includes(o)));
  const [left, right] = [values(rows), values(columns)];
  const { progress = silent } = options;
  let done = 0;
  const ntk: Rational[][] = rows.map(() => []);
  rows.forEach((x, a) => {
    columns.forEach((y, b) => {
      const known = columns === rows && b < a ? ntk[b]![a]! : undefined;
      ntk[a]!.push(known ?? average(tangents.map((tangent) => run(tangent, [...x, ...y])[0]!)));
      progress(++done, rows.length * columns.length, 'pairs of inputs');
    });
  });
  const nngp = left.map((f) => right.map((g) => average(f.map((value, o) => QQ.mul(value, g[o]!)))));
  return { nngp, ntk };
}

const run = (program: Program, inputs: readonly Rational[]): readonly Rational[] =>
  interpret(program, QQ, { inputs, parameter: ({ tensor, name }, index) => exactEntries(tensor!, name)[index]! });

function exactInputs(
  inputs: readonly (readonly Coefficient[])[],
  program: Program,
  where: string,
): readonly (readonly Rational[])[] {
  const width = program.inputs.length;
  return inputs.map((x, a) => {
    if (x.length !== width) throw new InputError(`${where}[${a}]`, `expected ${width} numbers, got ${x.length}`);
    return x.map((value, i) => exactValue(value, `${where}[${a}][${i}]`));
  });
}
