import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folders of the networks that the package ships. */
export function exampleNetworks(): readonly string[] {
  const folder = fileURLToPath(new URL('../../examples/networks/', import.meta.url));
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}
