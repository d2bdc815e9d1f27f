/** What `isserlis exponent` says: for people and as JSON. */
import { InputError } from '../base/errors.ts';
import { type Progress, silent } from '../base/progress.ts';
import { formatRational, numberFromRational, type Rational } from '../base/rational.ts';
import { support } from '../symbolic/operations/structure.ts';
import type { NamedPolynomial } from '../symbolic/polynomial-map.ts';
import { LONGEST_COEFFICIENT } from '../symbolic/printing/layout.ts';
import type { InformationExponentEstimate } from '../theory/estimators/information-exponent-estimate.ts';
import { type Exponent, exponentText } from '../theory/exponents/exponent.ts';
import { formulaLink } from '../theory/exponents/formula-link.ts';
import { generativeExponent } from '../theory/exponents/generative-exponent.ts';
import { generativeLeap } from '../theory/exponents/generative-leap.ts';
import { informationExponent, powerByOrder } from '../theory/exponents/information-exponent.ts';
import { isotropicLeap } from '../theory/exponents/isotropic-leap.ts';
import { leapComplexity } from '../theory/exponents/leap-complexity.ts';
import {
  coefficientEnds,
  coefficientText,
  type LinkCoefficient,
  type LinkCoefficients,
  vanishes,
} from '../theory/exponents/link-coefficients.ts';
import { pairInteractions } from '../theory/pair-interactions.ts';
import { table } from './output.ts';

export interface ExponentReport {
  readonly json: unknown;
  readonly text: string;
}

const SHOWN_ORDER = 8;
const MAXIMUM_ORDER = 12;

/** An exponent as JSON: a number, "infinite", or null where only its bounds are certain. */
const jsonValue = ({ value }: Exponent): number | string | null =>
  value === undefined ? null : value === Infinity ? 'infinite' : value;

const bounds = ({ lower, upper }: Exponent): readonly (number | null)[] =>
  [lower, upper].map((x) => (x === Infinity ? null : x));

const TIERS = ['proved', 'enclosed', 'unknown'] as const;
const weakest = (all: readonly Exponent[]): string => TIERS[Math.max(...all.map(({ tier }) => TIERS.indexOf(tier)))]!;

/** The named exponents as JSON members: values, bounds and tiers of each, certificates. */
export const members = (named: Readonly<Record<string, Exponent>>): Record<string, unknown> => ({
  ...Object.fromEntries(Object.entries(named).map(([name, e]) => [name, jsonValue(e)])),
  tier: weakest(Object.values(named)),
  tiers: Object.fromEntries(Object.entries(named).map(([name, { tier }]) => [name, tier])),
  bounds: Object.fromEntries(Object.entries(named).map(([name, e]) => [name, bounds(e)])),
});

export const certificates = (named: Readonly<Record<string, Exponent>>): Record<string, unknown> => ({
  certificate: Object.fromEntries(Object.entries(named).map(([name, { certificate }]) => [name, certificate])),
});

/** A line for each exponent, and under it what proves it. */
export const sections = (named: readonly (readonly [title: string, exponent: Exponent])[]): string =>
  named
    .map(([title, e]) =>
      [
        `${title}: ${exponentText(e)} (${e.tier === 'unknown' ? 'unknown beyond these bounds, which are proved' : e.tier})`,
        ...e.certificate.map(
          ({ statement, reason }) => `  ${shortened(statement)}${reason === '' ? '' : ` — ${reason}`}`,
        ),
      ].join('\n'),
    )
    .join('\n');

/** Long rationals, as networks with weights in doubles have, cut; --json has all of them. */
const shortened = (text: string): string => text.replace(/-?\d{20,}(?:\/\d+)?/g, (number) => `${number.slice(0, 12)}…`);

/** Of one variable. Throws what `formulaLink` does. */
export function linkReport(text: string, order: number = MAXIMUM_ORDER): ExponentReport {
  const link = formulaLink(text);
  const information = ifDefined(() => informationExponent(link, { maximumOrder: order }));
  const generative = generativeExponent(link, { maximumOrder: order });
  if (information instanceof InputError) return withoutInformation(text, generative, information.message);
  const leap = leapOf(information);
  const named = { informationExponent: information, generativeExponent: generative, leap };
  const last = Math.min(link.degree ?? Infinity, Math.max(SHOWN_ORDER, Math.min(order, information.upper)));
  const rows = Array.from({ length: Math.max(0, last) + 1 }, (_, k) => coefficientRow(link, k));
  return {
    json: {
      link: text,
      ...members(named),
      coefficients: rows.map(({ json }) => json),
      ...certificates({ informationExponent: information, generativeExponent: generative }),
    },
    text: `${[
      `f(x) = ${text}, x ~ N(0, 1)`,
      '',
      sections([
        ['information exponent', information],
        ['generative exponent', generative],
      ]),
      '',
      table([['k', 'c_k = E[f He_k]', 'u_k = c_k/√k!', ''], ...rows.map(({ cells }) => cells)]),
    ].join('\n')}\n`,
  };
}

/** The value, or why there is none. */
function ifDefined<T>(compute: () => T): T | InputError {
  try {
    return compute();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** A link that is not square integrable has a generative exponent all the same. */
const withoutInformation = (text: string, generativeExponent: Exponent, message: string): ExponentReport => ({
  json: {
    link: text,
    informationExponent: null,
    ...members({ generativeExponent }),
    skipped: { informationExponent: message },
    ...certificates({ generativeExponent }),
  },
  text: `${[
    `f(x) = ${text}, x ~ N(0, 1)`,
    '',
    `information exponent: not to be had: ${message}`,
    sections([['generative exponent', generativeExponent]]),
  ].join('\n')}\n`,
});

/** Of one variable the leap is the information exponent; 0 of a constant. */
const leapOf = (information: Exponent): Exponent =>
  information.value === Infinity ? { ...information, value: 0, lower: 0, upper: 0 } : information;

function coefficientRow(
  link: LinkCoefficients,
  k: number,
): { readonly json: unknown; readonly cells: readonly string[] } {
  const c = byParity(link, k);
  const zero = vanishes(c);
  const norm = Math.sqrt(factorialNumber(k));
  const ends = c.kind === 'rational' ? undefined : coefficientEnds(c);
  const middle =
    ends === undefined ? numberFromRational((c as { value: Rational }).value) : (ends.lower + ends.upper) / 2;
  const text = coefficientText(c);
  return {
    json: {
      order: k,
      coefficient: text,
      normalised: zero === true ? 0 : middle / norm,
      ...(ends === undefined ? {} : ends),
      zero: zero ?? null,
      tier: zero === undefined ? 'unknown' : c.kind === 'enclosed' ? 'enclosed' : 'proved',
      reason: c.reason ?? '',
    },
    cells: [
      `${k}`,
      text.length > LONGEST_COEFFICIENT ? `≈ ${Number(middle.toPrecision(7))}` : text,
      zero === true ? '0' : zero === undefined ? '?' : `${Number((middle / norm).toPrecision(7))}`,
      zero === undefined ? 'not known to be 0 or not' : (c.reason ?? ''),
    ],
  };
}

/** A zero by parity needs no arithmetic. */
function byParity(link: LinkCoefficients, k: number): LinkCoefficient {
  const absent = (link.parity === 'even' && k % 2 === 1) || (link.parity === 'odd' && k % 2 === 0);
  return absent
    ? { kind: 'rational', value: { numerator: 0n, denominator: 1n }, reason: `f is ${link.parity}` }
    : link.coefficient(k);
}

const factorialNumber = (k: number): number => (k < 2 ? 1 : k * factorialNumber(k - 1));

/** Of polynomials in several variables, all N(0, 1). */
export function functionReport(functions: readonly NamedPolynomial[], progress: Progress = silent): ExponentReport {
  const reports = functions.map((f, i) => {
    progress(i, functions.length, `exponents of ${f.name}`);
    return oneFunction(f);
  });
  return {
    json:
      reports.length === 1 && functions[0]!.name === ''
        ? reports[0]!.json
        : { outputs: reports.map(({ json }) => json) },
    text: `${reports.map(({ text }) => text).join('\n\n')}\n`,
  };
}

const TITLES = {
  informationExponent: 'information exponent',
  leap: 'leap',
  isotropicLeap: 'isotropic leap',
  generativeLeap: 'generative leap',
} as const;

function oneFunction({ name, polynomial: f }: NamedPolynomial): ExponentReport {
  const leap = leapComplexity(f);
  const found: Record<string, Exponent> = { informationExponent: informationExponent(f), leap };
  const skipped: Record<string, string> = {};
  for (const [key, compute] of Object.entries({ isotropicLeap, generativeLeap }))
    try {
      found[key] = compute(f);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      skipped[key] = error.message;
    }
  const powers = [...powerByOrder(f)].sort(([a], [b]) => a - b);
  const pairs = pairInteractions(f);
  const whole = `${f}`;
  const shown =
    whole.length > LONGEST_FUNCTION ? `a polynomial of ${f.length} terms in ${support(f).length} variables` : whole;
  return {
    json: {
      ...(name === '' ? { function: whole } : { name, terms: f.length, variables: support(f) }),
      ...members(found),
      coefficients: powers.map(([order, power]) => ({ order, squaredNorm: formatRational(power) })),
      ordering: leap.ordering,
      interactions: pairs.map(({ share, ...pair }) => ({ ...pair, share: formatRational(share) })),
      ...certificates(found),
      ...(Object.keys(skipped).length === 0 ? {} : { skipped }),
    },
    text: [
      `${name === '' ? 'f' : name} = ${shown}, all variables N(0, 1)`,
      '',
      sections(
        Object.entries(TITLES).flatMap(([key, title]) =>
          found[key] === undefined ? [] : [[title, shortCertificate(found[key]!)] as const],
        ),
      ),
      ...Object.entries(skipped).map(
        ([key, message]) => `${TITLES[key as keyof typeof TITLES]}: not computed: ${message}`,
      ),
      '',
      table([['order k', '|C_k|²/k!'], ...powers.map(([order, power]) => [`${order}`, squareText(power)])]),
      ...(pairs.length === 0
        ? []
        : [
            '',
            table([
              ['inputs that act together', '', 'share of Var f'],
              ...pairs.slice(0, SHOWN_PAIRS).map(({ first, second, share }) => [first, second, squareText(share)]),
            ]),
          ]),
    ].join('\n'),
  };
}

const LONGEST_FUNCTION = 200;
const SHOWN_PAIRS = 5;
const LONGEST_REASON = 240;

const squareText = (power: Rational): string => {
  const exact = formatRational(power);
  return exact.length > LONGEST_COEFFICIENT ? `≈ ${Number(numberFromRational(power).toPrecision(7))}` : exact;
};

/** Orderings of many terms cut; --json has all of them. */
const shortCertificate = (e: Exponent): Exponent => ({
  ...e,
  certificate: e.certificate.map((step) => {
    const reason = shortened(step.reason);
    return { ...step, reason: reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason };
  }),
});

/** From samples. */
export function estimateReport(source: string, estimate: InformationExponentEstimate): ExponentReport {
  const { orders, assumptions, warnings, remedy, statement, method, samples, upperBound } = estimate;
  const short = (x: number): string => `${Number(x.toPrecision(4))}`;
  return {
    json: {
      data: source,
      informationExponent: null,
      ...estimate,
      upperBound: upperBound ?? null,
      coefficients: orders.map(({ order, coefficient, present }) => ({ order, ...coefficient, present })),
      certificate: { statement, method, assumptions },
    },
    text: `${[
      statement,
      '',
      ...(orders.length === 0
        ? []
        : [
            table([
              ['k', 'u_k', 'interval', 'u_k², unbiased', ''],
              ...orders.map(({ order, coefficient, squared, present, absent }) => [
                `${order}`,
                short(coefficient.value),
                `[${short(coefficient.lower)}, ${short(coefficient.upper)}]`,
                short(squared.value),
                present ? 'present' : absent === true ? 'absent, within the margin' : '',
              ]),
            ]),
            '',
          ]),
      `${samples} samples; tested: ${method}.`,
      `Assumed: ${assumptions.join('; ')}.`,
      ...warnings.map((warning) => `Warning: ${warning}.`),
      ...(remedy === undefined ? [] : [`${remedy}.`]),
    ].join('\n')}\n`,
  };
}
