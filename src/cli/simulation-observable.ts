/** What a simulation measures, as it is typed. */
import { InputError } from '../base/errors.ts';
import type { CorrelationMeasurement } from '../numeric/simulation/contractions/correlation-observable.ts';

/** Looks like f(1), f[m](1), or several of them. */
const NOTATION = /^\s*f\s*([[(]|$|f|\*)/;

/**
 * The name of an observable, or correlation functions in the notation `f[m,n](1) f[m](2) f[n](3) f(4)`, several with
 * semicolons between them.
 */
export async function observableFromText(
  text: string,
  { probes, probeLaw }: { readonly probes?: number; readonly probeLaw?: string },
): Promise<string | CorrelationMeasurement> {
  if (!NOTATION.test(text)) {
    if (probes !== undefined || probeLaw !== undefined)
      throw new InputError(
        probes === undefined ? '--probe-law' : '--probes',
        `the observable ${text} has no indices to sum with random vectors`,
        'Leave it out, or give a correlation function such as "f[m,m](1) f(1)"',
      );
    return text;
  }
  const { parseCorrelationFunction } = await import('../theory/correlation-functions/parse.ts');
  return {
    correlations: text.split(';').map((one) => parseCorrelationFunction(one)),
    ...(probes === undefined ? {} : { probes }),
    ...(probeLaw === undefined ? {} : { probeLaw: probeLaw as 'auto' }),
  };
}
