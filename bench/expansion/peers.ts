/** The systems that Isserlis is timed against. */
import { join } from 'node:path';
import type { ChildCommand } from '../common/child.ts';
import type { Variant } from './cases.ts';

export interface Peer {
  readonly name: string;
  /** The column that its times stand in; the better of those that share one counts. */
  readonly column: string;
  readonly script: string;
  readonly options?: readonly string[];
  /** The variants that it differs on from the others in its column; all when left out. */
  readonly variants?: readonly Variant[];
}

export const FLINT = 'FLINT';

export const peers: readonly Peer[] = [
  { name: 'flint', column: FLINT, script: 'expand_flint.py' },
  {
    name: 'flint-cleared',
    column: FLINT,
    script: 'expand_flint.py',
    options: ['--cleared'],
    variants: ['dec', 'dbl', 'rat'],
  },
  { name: 'symbolica', column: 'Symbolica', script: 'expand_symbolica.py' },
  { name: 'singular', column: 'Singular', script: 'expand_singular.py' },
  { name: 'pari', column: 'PARI', script: 'expand_pari.py' },
  { name: 'sympy-ring', column: 'SymPy ring', script: 'expand_sympy.py', options: ['--ring'] },
  { name: 'symengine', column: 'symengine', script: 'expand_symengine.py' },
  { name: 'symengine-layers', column: 'symengine', script: 'expand_symengine.py', options: ['--layers'] },
  { name: 'sympy-expand', column: 'SymPy expand', script: 'expand_sympy.py' },
  { name: 'nerdamer', column: 'nerdamer', script: 'expand-nerdamer.ts' },
];

/** The columns of some peers, each once. */
export const columnsOf = (some: readonly Peer[]): string[] => [...new Set(some.map(({ column }) => column))];

const folder = join(import.meta.dirname, '../peers');

/** Runs a peer on a job. */
export function peerCommand({ script, options = [], column }: Peer, python: string, jobFile: string): ChildCommand {
  const path = join(folder, script);
  return script.endsWith('.py')
    ? { command: python, arguments: [path, jobFile, ...options], name: 'Python' }
    : { command: process.execPath, arguments: [path, jobFile, ...options], name: column };
}
