/** How the time grows: one parameter of the network varies, all others stay. */
import { powerLaw } from '../common/statistics.ts';
import { degreeOfActivation, type NetworkFile, networkOf, networkOfBits, type Shape } from './cases.ts';
import { finished, type GrowthPoint, type Sweep } from './results.ts';

type Form = Omit<Shape, 'variants'>;

export interface SweepPlan {
  readonly name: string;
  readonly parameter: string;
  readonly fixed: string;
  readonly values: readonly number[];
  form(value: number): Form;
  network(value: number, salt: string): NetworkFile;
}

const plan = (
  name: string,
  parameter: string,
  fixed: string,
  values: readonly number[],
  form: (value: number) => Omit<Form, 'name'>,
): SweepPlan => {
  const named = (value: number): Form => ({ name: `${name}-${value}`, ...form(value) });
  return {
    name,
    parameter,
    fixed,
    values,
    form: named,
    network: (value, salt) => networkOf(named(value), 'int', salt),
  };
};

const repeat = (width: number, depth: number): number[] => Array.from({ length: depth }, () => width);
const activationOfDegree = ['quadratic', 'cubic', 'quartic', 'quintic'] as const;
const bitsForm: Omit<Form, 'name'> = { inputs: 6, hidden: [16, 16], activation: 'quadratic' };
const bits = plan(
  'bits',
  'bits of the weights',
  'd = 6, [16, 16], quadratic',
  [4, 8, 16, 32, 64, 128, 256],
  () => bitsForm,
);

export const sweepPlans: readonly SweepPlan[] = [
  plan('d', 'inputs d', '[16, 16], quadratic, integer weights', [2, 4, 8, 12, 16, 24, 32], (inputs) => ({
    inputs,
    hidden: [16, 16],
    activation: 'quadratic',
  })),
  plan('width', 'width', 'd = 8, two hidden layers, quadratic, integer weights', [4, 8, 16, 32, 64, 128], (width) => ({
    inputs: 8,
    hidden: [width, width],
    activation: 'quadratic',
  })),
  plan('depth', 'hidden layers', 'd = 4, width 16, quadratic, integer weights', [1, 2, 3, 4, 5], (depth) => ({
    inputs: 4,
    hidden: repeat(16, depth),
    activation: 'quadratic',
  })),
  plan('degree', 'degree of the activation', 'd = 4, [8, 8], integer weights', [2, 3, 4, 5], (degree) => ({
    inputs: 4,
    hidden: [8, 8],
    activation: activationOfDegree[degree - 2]!,
  })),
  { ...bits, network: (value, salt) => networkOfBits(bits.form(value), value, salt) },
];

/** Multiply-adds of one forward pass, activations by Horner's rule. */
export function forwardCost(form: Pick<Form, 'inputs' | 'hidden' | 'activation'>): number {
  const widths = [form.inputs, ...form.hidden, 1];
  const dense = widths.slice(1).reduce((sum, width, i) => sum + width * widths[i]!, 0);
  return dense + form.hidden.reduce((sum, width) => sum + width * degreeOfActivation(form), 0);
}

/** One residue takes this many bits of a coefficient. */
const RESIDUE_BITS = 26;

export interface ModelledPoint {
  readonly parameter: number;
  readonly seconds: number;
  readonly terms: number;
  readonly bits: number;
  /** N × (network cost) × (residues of 26 bits that a coefficient takes). */
  readonly operations: number;
  readonly outputBytes: number;
  /** Time of copying that much. */
  readonly writing: number;
  readonly engine: string;
  readonly primes: number;
}

export function modelled({ points }: Sweep): ModelledPoint[] {
  return points.flatMap(({ parameter, networkCost, ours }: GrowthPoint): ModelledPoint[] => {
    const run = finished(ours);
    const details = run?.details;
    if (run === undefined || run.check === undefined || details === undefined) return [];
    const { terms } = run.check;
    const size = Number(details.numeratorBits);
    return [
      {
        parameter,
        seconds: run.best,
        terms,
        bits: size,
        operations: terms * networkCost * Math.max(1, Math.ceil((size + 2) / RESIDUE_BITS)),
        outputBytes: Number(details.outputBytes),
        writing: Number(details.writing),
        engine: String(details.engine),
        primes: Number(details.primes),
      },
    ];
  });
}

export interface Slopes {
  /** time ∝ parameter^s. */
  readonly parameter?: number;
  /** time ∝ operations^s: 1 is as modelled, less is better. */
  readonly operations?: number;
  /** time ∝ (bytes of the output)^s. */
  readonly output?: number;
}

/** Over the upper half of a sweep, and at least three points: at the lower end the fixed cost of a call hides the growth. */
export function slopes(points: readonly ModelledPoint[]): Slopes {
  const upper = points.slice(Math.min(Math.floor(points.length / 2), Math.max(0, points.length - 3)));
  const slope = (x: (point: ModelledPoint) => number): number | undefined =>
    powerLaw(upper.map((point) => ({ x: x(point), y: point.seconds })))?.exponent;
  const [parameter, operations, output] = [
    slope((point) => point.parameter),
    slope((point) => point.operations),
    slope((point) => point.outputBytes),
  ];
  return {
    ...(parameter === undefined ? {} : { parameter }),
    ...(operations === undefined ? {} : { operations }),
    ...(output === undefined ? {} : { output }),
  };
}
