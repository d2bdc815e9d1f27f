/**
 * What every backend must do, run on each in Node (by vitest) and in a browser (by scripts/check-browser.ts): hence no
 * test framework here, and nothing but the package.
 */
import {
  type Builder,
  dense,
  type Layer,
  layerTypes,
  network,
  polynomial,
  residual,
  square,
  trace,
} from 'isserlis/network';
import {
  type Backend,
  backends,
  DOUBLE,
  deviceWords,
  fillGaussians,
  fillWords,
  forwardErrorBound,
  key,
  reference,
  tangentKernelProgram,
} from 'isserlis/numeric';

export interface Case {
  readonly name: string;
  /** Throws when the backend does not do what it must. */
  run(backend: Backend): Promise<void>;
}

type Program = ReturnType<typeof trace>;

let stream = 0;
/** Numbers that differ from case to case; floats, so that no backend rounds them. */
const gaussians = (count: number, scale = 1): Float64Array =>
  Float64Array.from(fillGaussians(new Float32Array(count), key(6, `suite ${stream++}`), { scale }));

const tensor = (...shape: number[]) => ({
  shape,
  data: gaussians(
    shape.reduce((a, b) => a * b, 1),
    shape.length < 2 ? 1 : 1 / Math.sqrt(shape.at(-1)!),
  ),
});

/** A layer of the test's own. */
const layer = (build: (builder: Builder, x: number) => number): Layer => ({ type: 'test', build });

function fail(message: string): never {
  throw new Error(message);
}

/** A backend may decline programs whose rounding error has no bound, and those that the input does not reach. */
const mayDecline = (program: Program): boolean => {
  const reached: boolean[] = [];
  for (const [value, node] of program.nodes.entries())
    reached[value] = node.operation === 'input' || ('arguments' in node && node.arguments.some((a) => reached[a]));
  return !isPolynomial(program) || !reached[program.output];
};

/** Runs the program on the backend, and sees that it agrees with the reference: in its bits, or within the bounds. */
async function agrees(
  backend: Backend,
  program: Program,
  samples: number,
  parameters: Readonly<Record<string, Float64Array>> = {},
  draws = 1,
): Promise<void> {
  const inputs = gaussians(samples * program.inputs.length);
  const executable = backend.compile(program);
  if (executable === undefined) {
    if (!backend.exactBits && mayDecline(program)) return;
    fail('the backend does not run the program');
  }
  const results = await executable.run(inputs, parameters, draws);
  const expected = reference.compile(program).run(inputs, parameters, draws);
  if (results.length !== expected.length) fail(`expected ${expected.length} numbers, got ${results.length}`);
  for (let draw = 0; draw < draws; draw++) {
    const [bounds, own] = backend.exactBits
      ? []
      : [
          forwardErrorBound(withValues(program, parameters, draw), backend.rounding),
          forwardErrorBound(withValues(program, parameters, draw)),
        ];
    const outputs = expected.length / (samples * draws);
    for (let sample = 0; sample < samples; sample++) {
      const x = inputs.subarray(sample * program.inputs.length, (sample + 1) * program.inputs.length);
      const [bound, ownBound] = [bounds?.(x), own?.(x)];
      for (let k = 0; k < outputs; k++) {
        const at = (draw * samples + sample) * outputs + k;
        const [got, wanted] = [results[at]!, expected[at]!];
        if (bound === undefined) {
          if (!Object.is(got, wanted)) fail(`output ${k} of sample ${sample}: expected ${wanted}, got ${got}`);
          continue;
        }
        const allowed = bound[k]!.bound + ownBound![k]!.bound;
        if (!(Math.abs(got - wanted) <= allowed))
          fail(`output ${k} of sample ${sample}: ${got} is not within ${allowed} of ${wanted}`);
      }
    }
  }
}

/** The program with its symbolic weights given, for the bounds. */
function withValues(program: Program, parameters: Readonly<Record<string, Float64Array>>, draw: number): Program {
  return {
    ...program,
    parameters: program.parameters.map((parameter) => {
      const size = parameter.shape.reduce((a, b) => a * b, 1);
      const data = parameters[parameter.name];
      if (data === undefined) return parameter;
      const start = data.length === size ? 0 : draw * size;
      return { ...parameter, tensor: { shape: parameter.shape, data: data.slice(start, start + size) } };
    }),
  };
}

const outputsOf = (alone: Layer): number => {
  const program = trace(network({ inputs: 2, layers: [alone] }));
  return program.nodes[program.output]!.shape[0]!;
};

const isPolynomial = (program: Program): boolean =>
  program.nodes.every((node) => node.operation !== 'map' || node.activation.coefficients !== undefined);

/** Every layer type: between dense layers, or alone where its rounding error is not known. */
const layerCases: readonly Case[] = layerTypes.map(({ type, example }) => ({
  name: `the layer ${type}`,
  async run(backend) {
    const alone = trace(network({ inputs: 2, layers: [example] }));
    if (isPolynomial(alone)) {
      const layers = [
        dense({ weight: tensor(2, 2), bias: tensor(2) }),
        example,
        dense({ weight: tensor(3, outputsOf(example)) }),
      ];
      const program = trace(network({ inputs: 2, layers }));
      await agrees(backend, program, 11);
      await agrees(backend, tangentKernelProgram(program, { output: 1 }), 5);
      return;
    }
    const inputs = gaussians(22);
    const executable = backend.compile(alone);
    if (executable === undefined && !backend.exactBits && mayDecline(alone)) return;
    const results = await executable!.run(inputs);
    const expected = reference.compile(alone).run(inputs);
    const rounded = backend.exactBits ? expected : Float64Array.from(expected, Math.fround);
    for (const [i, y] of rounded.entries())
      if (!Object.is(results[i], y)) fail(`output ${i}: expected ${y}, got ${results[i]}`);
  },
}));

async function refuses(run: () => unknown, pattern: RegExp): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (pattern.test(String(error))) return;
    throw error;
  }
  fail(`expected an error like ${pattern}`);
}

const cases: readonly Case[] = [
  ...layerCases,
  {
    name: 'a wide network, over more columns and rows than are taken at once',
    async run(backend) {
      const layers = [
        dense({ weight: tensor(90, 600), bias: tensor(90) }),
        polynomial([0.5, '-1/3', 2, 0.25]),
        residual([dense({ weight: tensor(90, 90) }), square()]),
        dense({ weight: tensor(7, 90), bias: tensor(7) }),
      ];
      await agrees(backend, trace(network({ inputs: 600, layers })), 5);
    },
  },
  {
    name: 'samples by the thousand, more than a device takes at once',
    async run(backend) {
      await agrees(backend, trace(network({ inputs: 2, layers: [dense({ weight: tensor(2, 2) }), square()] })), 2100);
    },
  },
  {
    name: 'draws of symbolic weights, with a weight that all of them share; the tangent kernel of each',
    async run(backend) {
      const layers = [
        dense({ outputs: 6, symbolic: true, bias: true }),
        polynomial([1, 1, 1]),
        dense({ outputs: 2, symbolic: true }),
      ];
      const program = trace(network({ inputs: 3, layers }));
      const weights = { W1: gaussians(3 * 18), b1: gaussians(6), W2: gaussians(3 * 12) };
      await agrees(backend, program, 9, weights, 3);
      await agrees(backend, tangentKernelProgram(program, { rates: [0.5, 1, 0.25] }), 9, weights, 3);
    },
  },
  {
    name: 'contractions of every kind: transposed, of three factors, of weights alone, outer, summed in part',
    async run(backend) {
      const build = layer((b, x) => {
        const v = b.parameter('V', tensor(3, 4));
        const transposed = b.einsum('io,i->o', v, x);
        const cube = b.einsum('i,i,i->i', x, x, x);
        const weights = b.einsum('io,io->i', v, v);
        const outer = b.einsum('i,j->ij', x, transposed);
        const partial = b.einsum('ij,kj->i', outer, b.parameter('U', tensor(2, 4)));
        const swapped = b.einsum('ij,ji->i', outer, b.parameter('T', tensor(4, 3)));
        return b.linear([1, -2, '1/3', 0.5, 1], cube, weights, partial, swapped, b.constant(0.75, [3]));
      });
      await agrees(backend, trace(network({ inputs: 3, layers: [build, dense({ weight: tensor(2, 3) })] })), 10);
    },
  },
  {
    name: 'outputs that are the input, a weight, or a function of a constant',
    async run(backend) {
      await agrees(backend, trace(network({ inputs: 3, layers: [] })), 3);
      const weight = layer((b) => b.parameter('w', { shape: [2], data: [1, '1/3'] }));
      await agrees(backend, trace(network({ inputs: 3, layers: [weight] })), 3);
      const constant = layer((b) => b.map({ kind: 'test', coefficients: [1, 2, 3] }, b.constant('1/3', [2])));
      await agrees(backend, trace(network({ inputs: 3, layers: [constant] })), 3);
    },
  },
  {
    name: 'no output depends on the batch, where the backend says so; no samples give no outputs',
    async run(backend) {
      const layers = [
        dense({ weight: tensor(20, 30), bias: tensor(20) }),
        polynomial([0, 1, 1]),
        dense({ weight: tensor(2, 20) }),
      ];
      const executable = backend.compile(trace(network({ inputs: 30, layers })))!;
      const inputs = gaussians(30 * 13);
      const all = await executable.run(inputs);
      for (const sample of [0, 7, 12]) {
        const one = await executable.run(inputs.slice(30 * sample, 30 * (sample + 1)));
        for (const k of [0, 1])
          if (backend.batchInvariant && !Object.is(one[k], all[2 * sample + k]))
            fail(`sample ${sample} alone gives ${one[k]}, not ${all[2 * sample + k]}`);
      }
      if ((await executable.run(new Float64Array(0))).length !== 0) fail('no samples give outputs');
    },
  },
  {
    name: 'bad input is refused, and overflow is never passed on',
    async run(backend) {
      const program = trace(network({ inputs: 2, layers: [square(), square(), dense({ weight: [[1, -1]] })] }));
      const { run } = backend.compile(program)!;
      await refuses(() => run(Float64Array.of(1)), /expected a multiple of 2 numbers/);
      await refuses(() => run(Float64Array.of(1, Number.NaN)), /inputs\[1\]: expected a finite number, got NaN/);
      await refuses(() => run(Float64Array.of(1, 2), {}, 0), /draws: expected a positive integer, got 0/);
      await refuses(() => run(Float64Array.of(1e200, 1e200)), /the range of .* does not hold it/);
      // The fourth power of 10^10 leaves single precision, that of 10^80 double.
      const second = backend.rounding.name === DOUBLE.name ? 1e80 : 1e10;
      await refuses(
        () => run(Float64Array.of(1, 2, second, second)),
        /layers\[1\] \(square\): entry 0 of \[2\] at sample 1 is Infinity/,
      );
      const symbolic = backend.compile(trace(network({ inputs: 2, layers: [dense({ outputs: 1, symbolic: true })] })))!;
      await refuses(() => symbolic.run(Float64Array.of(1, 2)), /parameters: W1: missing/);
      await refuses(
        () => symbolic.run(Float64Array.of(1, 2), { W1: new Float64Array(3) }, 2),
        /or 4 for 2 draws, got 3/,
      );
    },
  },
  {
    name: 'a device draws the words of the generator',
    async run(backend) {
      const mode = /^gpu-(.*)$/.exec(backend.name)?.[1] as 'webgl2' | undefined;
      if (mode === undefined) return;
      const source = key(2 ** 40 + 3, 'device');
      const where = { layer: 77, start: 2 ** 32 - 100 };
      const words = await deviceWords(mode, source, 4, where);
      const expected = fillWords(new Uint32Array(words.length), source, { layer: 77, start: 4 * where.start });
      for (const [i, word] of expected.entries())
        if (words[i] !== word) fail(`word ${i}: expected ${word}, got ${words[i]}`);
    },
  },
];

export { cases as backendCases };

/** Runs the suite on all backends: a line for each, with what failed, or why it is not there. */
export async function runSuite(): Promise<{ readonly lines: readonly string[]; readonly failures: number }> {
  const lines: string[] = [];
  let failures = 0;
  for (const type of backends) {
    const found = await type.availability();
    if (!found.available) {
      lines.push(`${type.name}: skipped, ${found.reason}`);
      continue;
    }
    const backend = await type.open();
    const problems: string[] = [];
    for (const { name, run } of cases) {
      try {
        await run(backend);
      } catch (error) {
        problems.push(`${name}: ${error instanceof Error ? error.message : error}`);
      }
    }
    failures += problems.length;
    lines.push(`${type.name}: ${cases.length - problems.length} of ${cases.length} cases hold`, ...problems);
  }
  return { lines, failures };
}
