/** `index.html` of a folder with the evidence of several networks. */
import type { Evidence } from '../evidence-folder/record.ts';
import { html } from './html.ts';
import { page } from './page.ts';

export interface IndexEntry {
  readonly folder: string;
  readonly network: string;
  readonly records: readonly Evidence[];
}

export const indexPage = (entries: readonly IndexEntry[], version: string): string =>
  page(
    'Evidence',
    '',
    html`<header><h1>Evidence</h1>
<p class="lead">${entries.length} networks, each with its explicit polynomials and what was checked of them.</p></header>
<div class="scroll"><table>
<caption>One report a network.</caption>
<thead><tr><th scope="col">network</th><th scope="col">claims that hold</th><th scope="col">by tier</th></tr></thead>
<tbody>${entries.map(({ folder, network, records }) => {
      const holding = records.filter(({ finding }) => finding.verdict === 'supports');
      const tiers = [...new Set(holding.map(({ tier }) => tier))].map(
        (tier) => `${holding.filter((record) => record.tier === tier).length} ${tier}`,
      );
      return html`<tr><th scope="row"><a href="${folder}/report.html">${network}</a></th><td><span class="verdict ${records.some(({ finding }) => finding.verdict === 'refutes') ? 'refutes' : holding.length === records.length ? 'supports' : 'inconclusive'}">${holding.length} of ${records.length}</span></td><td>${tiers.join(', ')}</td></tr>`;
    })}</tbody>
</table></div>
<h2 id="checking">Checking it again</h2>
<p>In this folder,</p>
<pre><code>npx isserlis@${version} evidence verify .</code></pre>
<p>computes every record again from the networks' own files and compares.</p>`,
  );
