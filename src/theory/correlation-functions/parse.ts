import { InputError } from '../../base/errors.ts';
import { type CorrelationFunction, correlationFunction, WHERE } from './correlation-function.ts';

const TOKEN = /\s*(?:(\p{L}[\p{L}\d_]*)|(\d+)|([[\](),*]))/uy;

/**
 * Reads `f[m,n](1) f[m](2) f[n](3) f(4)`: derivative tensors side by side, letters for contracted indices in brackets, the
 * number of the input in parentheses (1 when left out). A letter twice in one tensor is a trace, as in `f[m,m](1) f(1)`.
 * Throws {@link InputError} showing where the notation cannot be read, and for an index that does not occur twice.
 */
export function parseCorrelationFunction(text: string): CorrelationFunction {
  let position = 0;
  const fail = (expected: string, at: number): never => {
    const found = at >= text.length ? 'the end' : `'${text.slice(at, at + 1)}'`;
    const start = Math.max(0, at - 40);
    const shown = text.slice(start, at + 30);
    throw new InputError(
      WHERE,
      `expected ${expected}, got ${found}\n  ${shown}\n  ${' '.repeat(at - start)}^\n`,
      'Write it as in f[m,n](1) f[m](2) f[n](3) f(4)',
    );
  };
  const next = (): {
    name?: string | undefined;
    digits?: string | undefined;
    mark?: string | undefined;
    at: number;
  } => {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    const at = position + (/^\s*/.exec(text.slice(position))?.[0].length ?? 0);
    if (match === null) return { at };
    return { name: match[1], digits: match[2], mark: match[3], at };
  };
  const advance = (): void => {
    TOKEN.lastIndex = position;
    if (TOKEN.exec(text) !== null) position = TOKEN.lastIndex;
  };
  const tensors: { input: number; indices: string[] }[] = [];
  for (;;) {
    const head = next();
    if (head.at >= text.length) break;
    if (tensors.length > 0 && head.mark === '*') {
      advance();
      if (next().name === undefined) fail('a tensor such as f[m](1)', next().at);
      continue;
    }
    if (head.name !== 'f') fail('a tensor, f', head.at);
    advance();
    const indices: string[] = [];
    if (next().mark === '[') {
      do {
        advance();
        const index = next();
        if (index.name === undefined) fail('the name of an index, a letter', index.at);
        indices.push(index.name!);
        advance();
      } while (next().mark === ',');
      if (next().mark !== ']') fail("',' or ']'", next().at);
      advance();
    }
    let input = 1;
    if (next().mark === '(') {
      advance();
      const number = next();
      if (number.digits === undefined || Number(number.digits) < 1) fail('the number of an input, from 1', number.at);
      input = Number(number.digits);
      advance();
      if (next().mark !== ')') fail("')'", next().at);
      advance();
    }
    tensors.push({ input, indices });
  }
  if (tensors.length === 0) fail('a tensor, f', text.length);
  return correlationFunction(tensors);
}
