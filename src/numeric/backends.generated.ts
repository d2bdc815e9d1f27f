// Written by `npm run registries` from src/numeric/backends/: do not edit.
import type { BackendType } from './backend.ts';
import { backend as backendsReference } from './backends/reference.ts';
import { backend as backendsWasm } from './backends/wasm.ts';
import { backend as backendsWasmF32 } from './backends/wasm-f32.ts';

export const backends: readonly BackendType[] = [backendsReference, backendsWasmF32, backendsWasm];
