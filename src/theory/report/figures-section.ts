/** The report's part with the plots, and in words which inputs interact. */
import type { PolynomialMap } from '../../symbolic/polynomial-map.ts';
import type { Figure } from '../figures/figure.ts';
import { percent } from '../figures/input-interactions-figure.ts';
import { inputInteractions, strongestInteractions } from '../input-interactions.ts';
import { Html, html } from './html.ts';

/** The figures of an evidence folder. */
export interface Figures {
  readonly coefficientsByDegree: Figure;
  readonly inputInteractions: Figure;
}

const MOST_SHOWN = 20;

export function figuresSection(map: PolynomialMap, figures: Figures): Html {
  const cut =
    map.variables.length > MOST_SHOWN
      ? ` The ${MOST_SHOWN} inputs with the largest shares are shown, of ${map.variables.length}.`
      : '';
  return html`<h2 id="coefficients">Coefficients and interactions</h2>
${inWords(map)}
<div class="figures">
<figure>${new Html(figures.coefficientsByDegree.svg)}<figcaption>Coefficient size by total degree${map.outputs.length === 1 ? '' : ', all outputs together'}. Lines reach from the smallest to the largest, bars hold the middle half, ticks are medians, and the number of terms stands above.</figcaption></figure>
<figure>${new Html(figures.inputInteractions.svg)}<figcaption>Which inputs interact: the share of Σ |c| on terms in which both inputs occur; on the diagonal, in which the input occurs alone.${cut}</figcaption></figure>
</div>`;
}

/** What the matrix says. */
function inWords(map: PolynomialMap): Html {
  const interactions = inputInteractions(map);
  const { variables, shares, totals } = interactions;
  const pairs = strongestInteractions(interactions);
  const all = (variables.length * (variables.length - 1)) / 2;
  if (variables.length === 1) return html`<p>There is one input, so nothing interacts.</p>`;
  if (pairs.length === 0)
    return html`<p>No two inputs interact: every term has one input at most, so each output is a sum of functions of one input.</p>`;
  const [first, ...others] = pairs.slice(0, 3);
  const unused = variables.filter((_, i) => totals[i] === 0);
  const alone = variables.reduce((sum, _, i) => sum + shares[i]![i]!, 0);
  const none = all - pairs.length;
  return html`<p><b>${first!.first}</b> and <b>${first!.second}</b> interact most: the terms in which both occur carry ${percent(first!.share)} of Σ |c|, the sum of all coefficients' sizes but the constants'.${others.length === 0 ? '' : html` Next come ${others.map(({ first: a, second: b, share }, i) => html`${i === 0 ? '' : ', then '}${a} and ${b} (${percent(share)})`)}.`} ${none === 0 ? 'Every pair of inputs shares a term.' : `${none} of the ${all} pairs of inputs share no term.`} Terms of a single input carry ${alone === 0 ? 'nothing' : percent(alone)}.${unused.length === 0 ? '' : ` ${unused.length} of the ${variables.length} inputs ${unused.length === 1 ? 'does' : 'do'} not occur: ${unused.slice(0, 10).join(', ')}${unused.length > 10 ? ', …' : ''}.`}</p>
<p class="quiet">Sizes depend on the units of the inputs: these are for the inputs as the network takes them.</p>`;
}
