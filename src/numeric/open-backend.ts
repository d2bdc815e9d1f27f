import { InputError } from '../base/errors.ts';
import type { Backend } from './backend.ts';
import { backends } from './backends.generated.ts';

/**
 * The backend of a name, as {@link backends} lists them. Nothing falls back: throws {@link InputError} when there is none
 * of the name, and when it cannot run here, with the reason and what to do.
 */
export function openBackend(name: string): Promise<Backend> {
  const type = backends.find((backend) => backend.name === name);
  if (type !== undefined) return type.open();
  const names = backends.map((backend) => backend.name).join(', ');
  return Promise.reject(new InputError('backend', `expected one of ${names}, got '${name}'`));
}
