/** ONNX Runtime, where the user has installed onnxruntime-node. */
import { InputError, messageOf } from '../../base/errors.ts';
import type { Availability } from '../backend.ts';

export const ONNX_RUNTIME = 'onnxruntime';
/** In a variable, so that neither compilers nor bundlers look for a package that few have. */
const PACKAGE = 'onnxruntime-node';

/** The part of onnxruntime-node that is used. */
export interface OnnxRuntime {
  readonly Tensor: new (type: 'float32', data: Float32Array, dimensions: readonly number[]) => object;
  readonly InferenceSession: { create(model: Uint8Array): Promise<OnnxSession> };
}

export interface OnnxSession {
  run(feeds: Readonly<Record<string, object>>): Promise<Readonly<Record<string, { readonly data: Float32Array }>>>;
}

async function loadRuntime(): Promise<OnnxRuntime> {
  const module = (await import(/* @vite-ignore */ PACKAGE)) as OnnxRuntime & { readonly default?: OnnxRuntime };
  return module.default ?? module;
}

export async function onnxRuntimeAvailability(): Promise<Availability> {
  try {
    await loadRuntime();
    return { available: true, detail: PACKAGE };
  } catch (error) {
    const missing = /cannot find (package|module)|failed to (resolve|fetch)/i.test(messageOf(error));
    return {
      available: false,
      reason: missing ? `${PACKAGE} is not installed` : `${PACKAGE} does not load: ${messageOf(error).split('\n')[0]}`,
      remedy: 'In Node: npm install onnxruntime-node; with ONNXRUNTIME_NODE_INSTALL=skip it downloads nothing more',
    };
  }
}

/** Throws {@link InputError} where the package is missing or does not load, with what to install. */
export async function openOnnxRuntime(): Promise<OnnxRuntime> {
  const found = await onnxRuntimeAvailability();
  if (!found.available) throw new InputError(ONNX_RUNTIME, found.reason, found.remedy);
  return loadRuntime();
}
