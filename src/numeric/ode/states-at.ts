import { InputError } from '../../base/errors.ts';
import { dormandPrince, type OdeOptions } from './dormand-prince.ts';

/**
 * The states of y′ = f(y), y(0) = start, at rising times from 0, by {@link dormandPrince} from one time to the next.
 * Throws {@link InputError} on times that do not rise, and as `dormandPrince` does; also when its steps run out.
 */
export function statesAt(
  slope: (state: Float64Array, out: Float64Array) => void,
  start: readonly number[],
  times: readonly number[],
  options: Pick<OdeOptions, 'tolerance' | 'maximumSteps'> = {},
): readonly (readonly number[])[] {
  let time = 0;
  let state: Float64Array = Float64Array.from(start);
  return times.map((next) => {
    if (!(next >= time && next < Infinity)) throw new InputError('times', `expected rising times from 0, got ${next}`);
    const result = dormandPrince(slope, state, next - time, options);
    if (result.ended === 'steps')
      throw new InputError('times', `${result.steps} steps end at ${time + result.time}, before ${next}`);
    [time, state] = [next, result.state];
    return [...state];
  });
}
