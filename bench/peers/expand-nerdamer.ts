/** nerdamer: `expand` of the whole network as one expression. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fromNerdamer, type NerdamerExpression, primeField } from '../../src/symbolic/index.ts';
import { evaluateModulo } from '../../src/symbolic/verify.ts';
import { say, time } from '../common/protocol.ts';
import type { Entry, LayerFile } from '../expansion/cases.ts';
import type { JobFile } from '../expansion/job.ts';
import { exactText } from './exact-text.ts';

const { network, prime, point } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as JobFile;

let variables = network.inputs;
const symbol = (): string => `x${++variables}`;
const bracketed = (entry: Entry): string => `(${exactText(entry)})`;

/** The neurons of a layer as expressions of those before. */
function through(current: readonly string[], layer: LayerFile): string[] {
  if (layer.type === 'polynomial')
    return current.map((x) =>
      layer.coefficients
        .flatMap((c, k) => (c === '0' ? [] : [k === 0 ? bracketed(c) : `${bracketed(c)}*(${x})^${k}`]))
        .join('+'),
    );
  const outputs = 'symbolic' in layer ? layer.outputs : layer.weight.length;
  const weight =
    'symbolic' in layer
      ? Array.from({ length: outputs }, () => current.map(symbol))
      : layer.weight.map((row) => row.map(bracketed));
  const bias = 'symbolic' in layer ? Array.from({ length: outputs }, symbol) : layer.bias.map(bracketed);
  return weight.map((row, o) => [...row.map((w, i) => `${w}*(${current[i]})`), bias[o]!].join('+'));
}

const inputs = Array.from({ length: network.inputs }, (_, i) => `x${i + 1}`);
const [expression] = network.layers.reduce<readonly string[]>(through, inputs);
const { default: nerdamer } = (await import('nerdamer')) as unknown as {
  default: (text: string, substitutions?: object, option?: string) => NerdamerExpression;
};
const manifest = createRequire(import.meta.url)('nerdamer/package.json') as { version: string };
say({ stage: 'ready', version: `nerdamer ${manifest.version}` });
const { result, ...timing } = await time(
  () => `${expression}`,
  (text) => nerdamer(text, undefined, 'expand'),
  () => say({ stage: 'ran' }),
);
say({ stage: 'timed', ...timing });
const names = Array.from({ length: variables }, (_, i) => `x${i + 1}`);
const f = fromNerdamer(result, names);
say({ stage: 'checked', terms: f.length, value: `${evaluateModulo(f, primeField(BigInt(prime)), point.map(BigInt))}` });
