/** The tables that an evidence folder holds. */
import { formatRational, numberFromRational } from '../../base/rational.ts';
import type { PolynomialMap } from '../../symbolic/polynomial-map.ts';
import { coefficientsByDegree } from '../coefficients-by-degree.ts';
import type { Evidence } from '../evidence-folder/record.ts';
import { busiestVariables, inputInteractions, strongestInteractions } from '../input-interactions.ts';
import { coefficientLatex, largestTerms, monomialLatex, monomialText } from '../largest-terms.ts';
import { symbolsFor } from '../symbols.ts';
import type { Cell, Table } from './table.ts';

const TERMS = 10;
const PAIRS = 50;
const DIGITS = 6;

export const evidenceTables = (network: string, map: PolynomialMap, records: readonly Evidence[]): readonly Table[] => [
  claimsTable(`Claims checked of the network ${network}.`, records),
  largestTermsTable(network, map),
  coefficientsTable(network, map),
  interactionsTable(network, map),
];

export const claimsTable = (caption: string, records: readonly Evidence[]): Table => ({
  name: 'claims',
  caption,
  header: ['claim', 'tier', 'verdict', 'found'],
  rows: records.map(({ claim, tier, finding }) => [claim, tier, finding.verdict, finding.summary]),
  alignment: 'llp{0.12\\linewidth}p{0.5\\linewidth}',
});

function largestTermsTable(network: string, { variables, outputs }: PolynomialMap): Table {
  const symbols = symbolsFor(variables);
  const legend =
    symbols === variables
      ? ''
      : ` The variables are ${symbols
          .map((symbol, i) => `${symbol} = ${variables[i]}`)
          .slice(0, 30)
          .join(', ')}${symbols.length > 30 ? ', …' : ''}.`;
  return {
    name: 'largest-terms',
    caption: `The terms of largest coefficient of the network ${network}, at most ${TERMS} of each output; digits are cut, not rounded.${legend}`,
    header: ['output', 'term', 'coefficient', 'value'],
    rows: outputs.flatMap(({ name, polynomial }) =>
      largestTerms(polynomial, TERMS).map((term): readonly Cell[] => [
        name,
        { csv: monomialText(variables, term), latex: `$${monomialLatex(symbols, term)}$` },
        { csv: formatRational(term.coefficient), latex: `$${coefficientLatex(term.coefficient, DIGITS)}$` },
        {
          csv: `${numberFromRational(term.coefficient)}`,
          latex: `${numberFromRational(term.coefficient).toPrecision(3)}`,
        },
      ]),
    ),
    alignment: 'llrr',
  };
}

const fixed = (x: number): string => x.toFixed(3);

const coefficientsTable = (network: string, map: PolynomialMap): Table => ({
  name: 'coefficients-by-degree',
  caption: `Coefficient sizes of the network ${network} by total degree, all outputs together: log10 |c|.`,
  header: ['degree', 'terms', 'smallest', 'lower quartile', 'median', 'upper quartile', 'largest'],
  rows: coefficientsByDegree(map).map((summary) => [
    `${summary.degree}`,
    `${summary.terms}`,
    ...[summary.smallest, summary.lowerQuartile, summary.median, summary.upperQuartile, summary.largest].map(fixed),
  ]),
  alignment: 'rrrrrrr',
});

/** Each input alone, then the pairs by falling share, at most {@link PAIRS} of each. */
function interactionsTable(network: string, map: PolynomialMap): Table {
  const interactions = inputInteractions(map);
  const alone = busiestVariables(interactions, PAIRS).map(
    (i) => [interactions.variables[i]!, '', interactions.shares[i]![i]!] as const,
  );
  const pairs = strongestInteractions(interactions)
    .slice(0, PAIRS)
    .map(({ first, second, share }) => [first, second, share] as const);
  return {
    name: 'interactions',
    caption: `Which inputs of the network ${network} interact: the share of the sum of |c| on terms in which both inputs occur, or in which one occurs alone; the ${PAIRS} largest of each.`,
    header: ['input', 'with', 'share'],
    rows: [...alone, ...pairs].map(([first, second, share]) => [first, second, share.toPrecision(6)]),
    alignment: 'llr',
  };
}
