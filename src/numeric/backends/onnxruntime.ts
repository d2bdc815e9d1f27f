import type { Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import { type Backend, type BackendType, type Executable, SINGLE } from '../backend.ts';
import { onnxModel } from '../onnx/onnx-model.ts';
import {
  ONNX_RUNTIME,
  type OnnxRuntime,
  type OnnxSession,
  onnxRuntimeAvailability,
  openOnnxRuntime,
} from '../onnx/onnx-runtime.ts';
import { checkRun, overflow, symbolicValues } from '../run-arguments.ts';

/** A program as one ONNX model; the session is made when it first runs. */
function compile(program: Program, { Tensor, InferenceSession }: OnnxRuntime): Executable | undefined {
  const model = onnxModel(program);
  if (model === undefined) return undefined;
  let session: Promise<OnnxSession> | undefined;
  return {
    async run(inputs, parameters = {}, draws = 1) {
      const { samples } = checkRun(program, inputs, parameters, draws);
      const outputs = sizeOf(program.nodes[program.output]!.shape);
      const results = new Float64Array(draws * samples * outputs);
      if (samples === 0) return results;
      session ??= InferenceSession.create(model);
      const { run } = await session.then((made) => ({ run: made.run.bind(made) }));
      const x = new Tensor('float32', Float32Array.from(inputs), [samples, program.inputs.length]);
      for (let draw = 0; draw < draws; draw++) {
        const weights = program.parameters
          .filter(({ tensor }) => tensor === undefined)
          .map((parameter) => {
            const values = Float32Array.from(symbolicValues(parameter, parameters, draw));
            return [parameter.name, new Tensor('float32', values, parameter.shape)] as const;
          });
        const { data } = (await run({ x, ...Object.fromEntries(weights) })).y!;
        for (const [i, got] of data.entries()) {
          const [entry, sample] = [i % outputs, Math.floor(i / outputs)];
          if (!Number.isFinite(got))
            throw overflow(program, ONNX_RUNTIME, program.output, { entry, sample, got }, SINGLE.name);
          results[draw * samples * outputs + i] = got;
        }
      }
      return results;
    },
  };
}

/**
 * ONNX Runtime's own kernels in floats, where the user has installed onnxruntime-node: the fastest dense products on a
 * processor, in an order of its own. Runs programs of polynomial operations whose output depends on the input.
 */
export const backend: BackendType = {
  name: ONNX_RUNTIME,
  summary: 'ONNX Runtime over floats: the fastest dense products on a processor, within a bound',
  exactBits: false,
  availability: onnxRuntimeAvailability,
  async open(): Promise<Backend> {
    const runtime = await openOnnxRuntime();
    return {
      name: ONNX_RUNTIME,
      exactBits: false,
      batchInvariant: false,
      rounding: SINGLE,
      compile: (program) => compile(program, runtime),
    };
  },
};
