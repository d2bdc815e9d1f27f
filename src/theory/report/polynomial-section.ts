/** The report's part on the polynomials: the largest terms of each output, typeset. */
import { degree } from '../../symbolic/polynomial.ts';
import type { NamedPolynomial, PolynomialMap } from '../../symbolic/polynomial-map.ts';
import { latexName } from '../../symbolic/printing/latex.ts';
import { coefficientLatex, largestTerms, monomialLatex } from '../largest-terms.ts';
import { symbolsFor } from '../symbols.ts';
import { type Html, html } from './html.ts';
import type { Mathematics } from './mathematics.ts';
import { count } from './network-section.ts';

const MOST_OUTPUTS = 12;
const MOST_LEGEND = 100;
const DIGITS = 6;

export function polynomialSection(map: PolynomialMap, mathematics: Mathematics): Html {
  const { variables, outputs } = map;
  const symbols = symbolsFor(variables);
  const terms = outputs.length === 1 ? 16 : outputs.length <= 4 ? 12 : 6;
  const shown = outputs.slice(0, MOST_OUTPUTS);
  const rest = outputs.length - shown.length;
  return html`<h2 id="polynomial">${outputs.length === 1 ? 'The polynomial' : 'The polynomials'}</h2>
<p>The terms with the largest coefficients. Coefficients are exact in <a href="polynomial.json">polynomial.json</a>; here they are cut to ${DIGITS} digits, all of them right, and “…” marks what is cut.</p>
${symbols === variables ? '' : legend(variables, symbols, mathematics)}
<div class="outputs">${shown.map((output) => outputTable(output, symbols, terms, mathematics))}</div>
${rest === 0 ? '' : html`<p class="quiet">${rest} more ${rest === 1 ? 'output is' : 'outputs are'} in polynomial.json.</p>`}`;
}

function legend(variables: readonly string[], symbols: readonly string[], { typeset }: Mathematics): Html {
  const rest = variables.length - MOST_LEGEND;
  return html`<ul class="legend" aria-label="Variables">${variables
    .slice(0, MOST_LEGEND)
    .map(
      (name, i) => html`<li>${typeset(latexName(symbols[i]!))} ${name}</li>`,
    )}${rest > 0 ? html`<li>… and ${rest} more</li>` : ''}</ul>`;
}

function outputTable(
  { name, polynomial }: NamedPolynomial,
  symbols: readonly string[],
  most: number,
  { typeset }: Mathematics,
): Html {
  const terms = largestTerms(polynomial, most);
  const hidden = polynomial.length - terms.length;
  const rows = terms.map(
    (term) =>
      html`<tr><td class="number">${typeset(coefficientLatex(term.coefficient, DIGITS))}</td><td class="formula">${typeset(monomialLatex(symbols, term))}</td></tr>`,
  );
  if (terms.length === 0) return html`<section><h3>${name}</h3><p>It is 0.</p></section>`;
  const said = `${count(polynomial.length)} ${polynomial.length === 1 ? 'term' : 'terms'} of degree ${degree(polynomial) === 0 ? '0' : `up to ${degree(polynomial)}`}`;
  return html`<section><h3>${name}</h3>
<div class="scroll"><table>
<caption>${said}${hidden === 0 ? '' : `; the ${terms.length} largest, ${count(hidden)} hidden`}</caption>
<thead><tr><th class="number" scope="col">coefficient</th><th scope="col">term</th></tr></thead>
<tbody>${rows}</tbody>
</table></div></section>`;
}
