// Written by `npm run registries` from src/numeric/backends/: do not edit.
import type { BackendType } from './backend.ts';
import { backend as backendsGpuHeadlessgl } from './backends/gpu-headlessgl.ts';
import { backend as backendsGpuWebasm } from './backends/gpu-webasm.ts';
import { backend as backendsGpuWebgl2 } from './backends/gpu-webgl2.ts';
import { backend as backendsGpuWebgpu } from './backends/gpu-webgpu.ts';
import { backend as backendsOnnxruntime } from './backends/onnxruntime.ts';
import { backend as backendsReference } from './backends/reference.ts';
import { backend as backendsWasmF32 } from './backends/wasm-f32.ts';
import { backend as backendsWasmF64 } from './backends/wasm-f64.ts';

export const backends: readonly BackendType[] = [
  backendsGpuHeadlessgl,
  backendsGpuWebasm,
  backendsGpuWebgl2,
  backendsGpuWebgpu,
  backendsOnnxruntime,
  backendsReference,
  backendsWasmF32,
  backendsWasmF64,
];
