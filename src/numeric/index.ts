/** Floats: backends that run programs, and bounds of what they get wrong. */
export { InputError } from '../base/errors.ts';
export { type Key, key } from '../base/philox.ts';
export type { Backend, Executable, ParameterValues } from './backend.ts';
export { reference } from './backends/reference.ts';
export { type ErrorBound, forwardErrorBound } from './error-bound.ts';
export { type Arithmetic, type Evaluation, evaluation } from './evaluation-order.ts';
export { uniformPoints } from './uniform-points.ts';
