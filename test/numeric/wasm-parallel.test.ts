import { dense, network, polynomial, tanh, trace } from 'isserlis/network';
import { compileInParallel, fillGaussians, key, wasm, wasmSingle } from 'isserlis/numeric';
import { describe, expect, test } from 'vitest';

const numbers = (count: number, stream: string): Float64Array => fillGaussians(new Float64Array(count), key(4, stream));
const tensor = (rows: number, columns: number) => ({ shape: [rows, columns], data: numbers(rows * columns, 'w') });

describe('on several threads', () => {
  const program = trace(
    network({
      inputs: 5,
      layers: [dense({ weight: tensor(13, 5) }), polynomial([1, '1/3', 0.1]), dense({ weight: tensor(2, 13) })],
    }),
  );

  test('samples have the bits of one thread, in doubles and in floats', async () => {
    const inputs = numbers(5 * 103, 'x');
    for (const threads of [1, 2, 3]) {
      const executable = compileInParallel(program, { threads });
      expect(executable.threads).toBe(threads);
      expect(await executable.run(inputs)).toEqual(wasm.compile(program).run(inputs));
      const floats = compileInParallel(program, { threads, precision: 'f32' });
      expect(await floats.run(inputs)).toEqual(wasmSingle.compile(program).run(inputs));
      // Again, on workers that have it compiled.
      expect(await executable.run(inputs.slice(0, 5))).toEqual(wasm.compile(program).run(inputs.slice(0, 5)));
    }
  });

  test('draws have the bits of one thread', async () => {
    const layers = [
      dense({ outputs: 6, symbolic: true, bias: true }),
      polynomial([0, 1, 1]),
      dense({ outputs: 2, symbolic: true }),
    ];
    const drawn = trace(network({ inputs: 3, layers }));
    const parameters = { W1: numbers(11 * 18, 'a'), b1: numbers(6, 'b'), W2: numbers(11 * 12, 'c') };
    const inputs = numbers(3 * 7, 'x');
    const expected = wasm.compile(drawn).run(inputs, parameters, 11);
    expect(await compileInParallel(drawn, { threads: 2 }).run(inputs, parameters, 11)).toEqual(expected);
  });

  test('functions stay on the calling thread', async () => {
    const net = trace(network({ inputs: 5, layers: [tanh()] }));
    const executable = compileInParallel(net, { threads: 2 });
    expect(executable.threads).toBe(1);
    expect(await executable.run(numbers(25, 'x'))).toEqual(wasm.compile(net).run(numbers(25, 'x')));
  });

  test('says where a value overflows, refuses bad input, and can be stopped', async () => {
    const { run } = compileInParallel(program, { threads: 2 });
    const inputs = numbers(5 * 50, 'x');
    inputs[5 * 41] = 1e300;
    await expect(run(inputs)).rejects.toThrow(
      /wasm: layers\[1\] \(polynomial\): entry 0 of \[13\] at sample 41 is Infinity/,
    );
    await expect(run(Float64Array.of(1))).rejects.toThrow('expected a multiple of 5 numbers');
    expect(() => compileInParallel(program, { threads: 0 })).toThrow('threads: expected a positive integer, got 0');
    await expect(run(numbers(50, 'x'), {}, 1, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });
});
