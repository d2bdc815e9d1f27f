import { InputError, messageOf } from '../../base/errors.ts';
import type { Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import { type Backend, type BackendType, type Executable, SINGLE } from '../backend.ts';
import { firstOverflow } from '../evaluation-in-doubles.ts';
import { onnxModel } from '../onnx/onnx-model.ts';
import { checkRun, symbolicValues } from '../run-arguments.ts';

/** The part of onnxruntime-node that is used. */
interface OnnxRuntime {
  readonly Tensor: new (type: 'float32', data: Float32Array, dimensions: readonly number[]) => object;
  readonly InferenceSession: { create(model: Uint8Array): Promise<Session> };
}

interface Session {
  run(feeds: Readonly<Record<string, object>>): Promise<Readonly<Record<string, { readonly data: Float32Array }>>>;
}

const NAME = 'onnxruntime';
/** In a variable, so that neither compilers nor bundlers look for a package that few have. */
const PACKAGE = 'onnxruntime-node';

const loadRuntime = async (): Promise<OnnxRuntime> => {
  const module = (await import(/* @vite-ignore */ PACKAGE)) as OnnxRuntime & { readonly default?: OnnxRuntime };
  return module.default ?? module;
};

/** A program as one ONNX model; the session is made when it first runs. */
function compile(program: Program, { Tensor, InferenceSession }: OnnxRuntime): Executable | undefined {
  const model = onnxModel(program);
  if (model === undefined) return undefined;
  let session: Promise<Session> | undefined;
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
          if (!Number.isFinite(got)) {
            const at = { inputs, parameters, draw, sample, entry, got };
            throw firstOverflow(program, NAME, at, Math.fround, SINGLE.name);
          }
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
  name: NAME,
  summary: 'ONNX Runtime over floats: the fastest dense products on a processor, within a bound',
  exactBits: false,
  async availability() {
    try {
      await loadRuntime();
      return { available: true, detail: PACKAGE };
    } catch (error) {
      const missing = /cannot find (package|module)|failed to (resolve|fetch)/i.test(messageOf(error));
      return {
        available: false,
        reason: missing
          ? `${PACKAGE} is not installed`
          : `${PACKAGE} does not load: ${messageOf(error).split('\n')[0]}`,
        remedy: 'In Node: npm install onnxruntime-node; with ONNXRUNTIME_NODE_INSTALL=skip it downloads nothing more',
      };
    }
  },
  async open(): Promise<Backend> {
    const found = await backend.availability();
    if (!found.available) throw new InputError(NAME, found.reason, found.remedy);
    const runtime = await loadRuntime();
    return {
      name: NAME,
      exactBits: false,
      batchInvariant: false,
      rounding: SINGLE,
      compile: (program) => compile(program, runtime),
    };
  },
};
