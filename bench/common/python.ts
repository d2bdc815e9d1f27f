/** The Python that has the peers. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The one of `.venv-bench`, when there is one; else whatever `python3` is. */
export function defaultPython(): string {
  const root = join(import.meta.dirname, '../..');
  const own = ['bin/python', 'Scripts/python.exe'].map((path) => join(root, '.venv-bench', path)).find(existsSync);
  return own ?? 'python3';
}
