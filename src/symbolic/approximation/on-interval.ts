/** What the methods on an interval share: exact arithmetic where it goes through, and the mean square error. */
import type { Enclosure } from '../enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../enclosure/reals.ts';
import { type ExactConstant, encloseConstant } from '../formula/exact-constant.ts';
import { meanSquareError } from './least-squares.ts';
import type { MethodRequest, MethodResult } from './method.ts';
import { enclosedMoments, exactMoments, type Moments } from './moments.ts';
import { encloseConstantFormula, exactConstantOf } from './problem.ts';
import {
  type Coefficients,
  enclosedScalars,
  exactScalars,
  inOriginalVariable,
  NotExact,
  type Scalars,
} from './scalars.ts';

/** An interval problem in one kind of numbers. */
export interface ScaledProblem<T> {
  readonly S: Scalars<T>;
  readonly middle: T;
  readonly half: T;
  moments(): Moments<T>;
}

/** A constant formula in the numbers at hand. */
export type ConstantReader<T> = (f: import('../formula/formula.ts').Formula) => T;

export const guardedReals = ({ bits, degree }: MethodRequest): RealEnclosures =>
  realEnclosures(bits + 64 + 10 * degree);

/** `solve` once over exact numbers, if all are exact, and once over enclosures otherwise; then back to x, with the mean square. */
export function onInterval(
  request: MethodRequest,
  solve: <T>(problem: ScaledProblem<T>, constant: ConstantReader<T>) => Coefficients<T>,
): MethodResult {
  const K = guardedReals(request);
  const { problem, degree } = request;
  const exact = exactly(request, solve);
  if (exact !== undefined) {
    const enclose = (all: readonly ExactConstant[]): readonly Enclosure[] => all.map((c) => encloseConstant(c, K));
    return {
      exact: exact.coefficients,
      enclosed: enclose(exact.coefficients),
      scaled: enclose(exact.scaled),
      meanSquares: [
        exact.meanSquare === undefined
          ? enclosedMeanSquare(request, enclose(exact.scaled))
          : { meaning: UNIFORM, exact: exact.meanSquare, value: encloseConstant(exact.meanSquare, K) },
      ],
    };
  }
  const S = enclosedScalars(K);
  const [middle, half] = [problem.middle, problem.half].map((f) => encloseConstantFormula(f, K)) as [
    Enclosure,
    Enclosure,
  ];
  const moments = kept(() => enclosedMoments(problem.scaled, degree, K.bits - 40, request));
  const scaled = solve<Enclosure>({ S, middle, half, moments }, (f) => encloseConstantFormula(f, K));
  return {
    enclosed: inOriginalVariable(S, scaled, middle, half),
    scaled,
    meanSquares: [{ meaning: UNIFORM, value: meanSquareError(S, moments(), scaled) }],
  };
}

const UNIFORM = 'mean of (f − p)², uniform on the interval';

export function enclosedMeanSquare(
  request: MethodRequest,
  scaled: readonly Enclosure[],
): { readonly meaning: string; readonly value: Enclosure } {
  const K = guardedReals(request);
  const moments = enclosedMoments(request.problem.scaled, request.degree, K.bits - 40, request);
  return { meaning: UNIFORM, value: meanSquareError(enclosedScalars(K), moments, scaled) };
}

function exactly(
  { problem, degree }: MethodRequest,
  solve: <T>(problem: ScaledProblem<T>, constant: ConstantReader<T>) => Coefficients<T>,
):
  | {
      readonly scaled: readonly ExactConstant[];
      readonly coefficients: readonly ExactConstant[];
      readonly meanSquare: ExactConstant | undefined;
    }
  | undefined {
  const [middle, half] = [exactConstantOf(problem.middle), exactConstantOf(problem.half)];
  if (middle === undefined || half === undefined) return undefined;
  const S = exactScalars;
  const known = kept(() => exactMoments(problem.scaled, degree));
  const moments = (): Moments<ExactConstant> => {
    const found = known();
    if (found === undefined) throw new NotExact();
    return found;
  };
  const constant: ConstantReader<ExactConstant> = (f) => {
    const value = exactConstantOf(f);
    if (value === undefined) throw new NotExact();
    return value;
  };
  try {
    const scaled = solve<ExactConstant>({ S, middle, half, moments }, constant);
    const coefficients = inOriginalVariable(S, scaled, middle, half);
    const found = known();
    return { scaled, coefficients, meanSquare: found === undefined ? undefined : meanSquareError(S, found, scaled) };
  } catch (error) {
    if (error instanceof NotExact) return undefined;
    throw error;
  }
}

function kept<V>(compute: () => V): () => V {
  let known: { readonly value: V } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
