import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A golden file's content; README.md says where they come from. */
export const golden = <T>(name: string): T => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as T;
