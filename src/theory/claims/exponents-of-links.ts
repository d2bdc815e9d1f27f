import { InputError } from '../../base/errors.ts';
import { Polynomial } from '../../symbolic/polynomial-constructors.ts';
import { checkedFinding } from '../checked-table.ts';
import type { TheoryClaim } from '../claim.ts';
import { type Exponent, exponentText } from '../exponents/exponent.ts';
import { generativeExponent } from '../exponents/generative-exponent.ts';
import { generativeLeap } from '../exponents/generative-leap.ts';
import { informationExponent } from '../exponents/information-exponent.ts';
import { isotropicLeap } from '../exponents/isotropic-leap.ts';
import { leapComplexity } from '../exponents/leap-complexity.ts';

/** A formula in x, or a polynomial in x1, x2, …; for a polynomial in several variables `generative` is the generative leap. */
type Row = {
  readonly link: string;
  readonly information: number;
  readonly generative: number;
  readonly leap?: number;
  readonly isotropicLeap?: number;
};

const polynomial = (link: string, information: number, generative: number, leap: number, isotropic = leap): Row => ({
  link,
  information,
  generative,
  leap,
  isotropicLeap: isotropic,
});

export const claim: TheoryClaim<{ readonly links: readonly Row[] }> = {
  id: 'exponents-of-links',
  about: 'theory',
  title: 'Information and generative exponents, and leaps, of the usual links',
  statement:
    'The information exponent, the generative exponent (the generative leap of several variables), the leap and the isotropic leap of each link are those given; where a generative exponent is not decided, the one given lies within the bounds that are proved.',
  source:
    'Ben Arous, Gheissari and Jagannath, JMLR 22 (2021); Damian, Pillaud-Vivien, Lee and Bruna, COLT 2024; Abbe, Boix-Adserà and Misiakiewicz, COLT 2023 (leaps, x1 + x2 + x1 x2)',
  tier: 'proved',
  defaults: {
    links: [
      polynomial('x', 1, 1, 1),
      polynomial('x^2 - 1', 2, 2, 2),
      polynomial('x^3 - 3*x', 3, 1, 3),
      polynomial('x^4 - 6*x^2 + 3', 4, 2, 4),
      polynomial('x^5 - 10*x^3 + 15*x', 5, 1, 5),
      polynomial('x^3', 1, 1, 1),
      polynomial('x^4', 2, 2, 2),
      polynomial('x^3 + x^2 - 3*x - 1', 2, 1, 2),
      { link: 'relu(x)', information: 1, generative: 1 },
      { link: 'abs(x)', information: 2, generative: 2 },
      { link: 'sign(x)', information: 1, generative: 1 },
      { link: 'step(abs(x) - 1)', information: 2, generative: 2 },
      { link: 'sign(x^3 - 3*x)', information: 1, generative: 1 },
      { link: 'sign(x^3 - 2*log(2)*x)', information: 3, generative: 3 },
      { link: 'cos(x)', information: 2, generative: 2 },
      { link: 'x^2*exp(-x^2)', information: 4, generative: 4 },
      polynomial('x1*x2', 2, 2, 2),
      polynomial('x1*x2*x3', 3, 2, 3),
      polynomial('x1*x2*x3*x4', 4, 2, 4),
      polynomial('x1 + x1*x2', 1, 1, 1),
      polynomial('x1 + x1*x2 + x1*x2*x3', 1, 1, 1),
      polynomial('x1 + x2 + x1*x2', 1, 2, 1, 2),
      polynomial('x1^2 + x2^2 + x3^2', 2, 2, 2),
    ],
  },
  quick: { links: [polynomial('x^3 - 3*x', 3, 1, 3), { link: 'abs(x)', information: 2, generative: 2 }] },
  check({ links }, _, progress) {
    const open: string[] = [];
    let [enclosed, undecided] = [false, false];
    const rows = links.map((row, i) => {
      progress(i, links.length, row.link);
      const found = exponentsOf(row).filter(({ given }) => given !== undefined);
      for (const { name, exponent, mayBeOpen } of found) {
        enclosed ||= exponent.tier === 'enclosed';
        if (exponent.value !== undefined) continue;
        open.push(`the ${name} of ${row.link} (${exponentText(exponent)})`);
        undecided ||= !mayBeOpen;
      }
      const shown = ORDER.map((name) => found.find((one) => one.name === name)).map((one) =>
        one === undefined ? '' : exponentText(one.exponent),
      );
      return {
        cells: [row.link, ...shown, found.every(isProved) ? 'proved' : 'enclosed'],
        // Bounds that hold the value do not contradict it.
        holds: found.every(({ exponent: { lower, upper }, given }) => lower <= given! && given! <= upper),
      };
    });
    const holding = rows.every(({ holds }) => holds);
    return checkedFinding(
      [
        {
          name: 'exponents',
          caption: 'Information exponent, generative exponent or leap, leap and isotropic leap of links.',
          header: ['link', 'information', 'generative', 'leap', 'isotropic leap', 'tier'],
          alignment: 'lrrrrl',
          rows,
        },
      ],
      `${undecided ? 'No link has another exponent than those given' : `All ${links.length} links have the exponents given`}${open.length === 0 ? '' : `; not decided, but within bounds: ${open.join(', ')}`}.`,
      {
        ...(enclosed ? { tier: 'enclosed' } : {}),
        ...(holding && undecided
          ? { verdict: 'inconclusive', remedy: 'Write the links so that their coefficients can be decided' }
          : {}),
      },
    );
  },
};

const ORDER = ['information exponent', 'generative exponent', 'leap', 'isotropic leap'];

interface Found {
  readonly name: string;
  readonly exponent: Exponent;
  readonly given: number | undefined;
  readonly mayBeOpen: boolean;
}

const isProved = ({ exponent }: Found): boolean => exponent.tier === 'proved';

function exponentsOf({ link, information, generative, leap, isotropicLeap: isotropic }: Row): readonly Found[] {
  const f = polynomialOf(link, leap !== undefined);
  const several = f !== undefined && f.variables.length > 1;
  const named = (name: string, exponent: Exponent, given: number | undefined, mayBeOpen = false): Found => ({
    name,
    exponent,
    given,
    mayBeOpen,
  });
  const orders = informationExponent(f ?? link);
  return [
    named('information exponent', orders, information),
    named('generative exponent', several ? generativeLeap(f) : generativeExponent(f ?? link), generative, true),
    // A formula in x has the information exponent for its leap.
    named('leap', f === undefined ? orders : leapComplexity(f), leap),
    named('isotropic leap', f === undefined ? orders : isotropicLeap(f), isotropic),
  ];
}

function polynomialOf(link: string, needed: boolean): Polynomial | undefined {
  try {
    return Polynomial.parse(link);
  } catch (error) {
    if (needed || !(error instanceof InputError)) throw error;
    return undefined;
  }
}
