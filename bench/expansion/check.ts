/**
 * The check that every result goes through: its value at a random point modulo a prime is that of the network there. A
 * wrong polynomial of degree D passes with probability at most D/p (Schwartz 1980, Zippel 1979), but for one all of whose
 * differing coefficients the prime divides.
 */
import { key, randomBits } from '../../src/base/philox.ts';
import type { Entry, NetworkFile } from './cases.ts';

/** The Mersenne prime 2⁶¹ − 1. */
export const PRIME: bigint = 2n ** 61n - 1n;

/** The inputs and the symbolic weights of a network. */
export function variableCount({ inputs, layers }: NetworkFile): number {
  let width = inputs;
  let count = inputs;
  for (const layer of layers) {
    if (layer.type !== 'dense') continue;
    const outputs = 'symbolic' in layer ? layer.outputs : layer.weight.length;
    if ('symbolic' in layer) count += outputs * (width + 1);
    width = outputs;
  }
  return count;
}

/** A point of F_pⁿ; its residues are uniform up to 2⁻⁶⁷, from 128 bits each. */
export const randomPoint = (network: NetworkFile, salt: string): bigint[] =>
  Array.from(
    { length: variableCount(network) },
    (_, i) => randomBits(key(0, `point-${network.name}-${salt}`), 128, i) % PRIME,
  );

/** The network's output at a point modulo p, straight from the file: nothing of the library takes part. */
export function networkValue({ inputs, layers }: NetworkFile, point: readonly bigint[]): bigint {
  let next = inputs;
  const symbol = (): bigint => point[next++]!;
  let current = point.slice(0, inputs);
  for (const layer of layers) {
    if (layer.type === 'polynomial') {
      const coefficients = layer.coefficients.map(residue);
      current = current.map((x) => coefficients.reduceRight((sum, c) => (sum * x + c) % PRIME, 0n));
      continue;
    }
    const outputs = 'symbolic' in layer ? layer.outputs : layer.weight.length;
    const weight =
      'symbolic' in layer
        ? Array.from({ length: outputs }, () => current.map(symbol))
        : layer.weight.map((row) => row.map(residue));
    const bias = 'symbolic' in layer ? Array.from({ length: outputs }, symbol) : layer.bias.map(residue);
    current = weight.map((row, o) => row.reduce((sum, w, i) => sum + w * current[i]!, bias[o]!) % PRIME);
  }
  return current[0]!;
}

/** The residue of a double, of a decimal, or of p/q. */
export function residue(entry: Entry): bigint {
  const [numerator, denominator] = typeof entry === 'number' ? fractionOfDouble(entry) : fractionOfText(entry);
  const q = ((numerator % PRIME) * power(denominator % PRIME, PRIME - 2n)) % PRIME;
  return q < 0n ? q + PRIME : q;
}

/** Doubling is exact: a double times 2ᵏ is an integer for some k. */
function fractionOfDouble(x: number): [bigint, bigint] {
  let denominator = 1n;
  let scaled = x;
  for (; !Number.isInteger(scaled); scaled *= 2) denominator *= 2n;
  return [BigInt(scaled), denominator];
}

function fractionOfText(text: string): [bigint, bigint] {
  const [numerator = '', denominator = '1'] = text.split('/');
  const [whole = '', decimals = ''] = numerator.split('.');
  return [BigInt(`${whole}${decimals}`), BigInt(denominator) * 10n ** BigInt(decimals.length)];
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}
