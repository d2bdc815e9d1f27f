/** `index.html` of a folder with the evidence of several networks, or of networks and theories. */
import type { Evidence } from '../evidence-folder/record.ts';
import { html } from './html.ts';
import { page } from './page.ts';

export interface IndexEntry {
  readonly folder: string;
  readonly about: 'network' | 'theory';
  readonly name: string;
  readonly records: readonly Evidence[];
}

export const indexPage = (entries: readonly IndexEntry[], version: string): string =>
  page(
    'Evidence',
    '',
    html`<header><h1>Evidence</h1>
<p class="lead">${lead(entries)}</p></header>
<div class="scroll"><table>
<caption>One report a network${entries.some(isTheory) ? ', and one for claims about theories' : ''}.</caption>
<thead><tr><th scope="col">network</th><th scope="col">claims that hold</th><th scope="col">by tier</th></tr></thead>
<tbody>${entries.map((entry) => {
      const { folder, name, records } = entry;
      const holding = records.filter(({ finding }) => finding.verdict === 'supports');
      const tiers = [...new Set(holding.map(({ tier }) => tier))].map(
        (tier) => `${holding.filter((record) => record.tier === tier).length} ${tier}`,
      );
      return html`<tr><th scope="row"><a href="${folder}/report.html">${isTheory(entry) ? 'claims about theories' : name}</a></th><td><span class="verdict ${records.some(({ finding }) => finding.verdict === 'refutes') ? 'refutes' : holding.length === records.length ? 'supports' : 'inconclusive'}">${holding.length} of ${records.length}</span></td><td>${tiers.join(', ')}</td></tr>`;
    })}</tbody>
</table></div>
<h2 id="checking">Checking it again</h2>
<p>In this folder,</p>
<pre><code>npx isserlis@${version} evidence verify .</code></pre>
<p>computes every record again from what it rests on and compares.</p>`,
  );

const isTheory = ({ about }: IndexEntry): boolean => about === 'theory';

function lead(entries: readonly IndexEntry[]): string {
  const networks = entries.filter((entry) => !isTheory(entry)).length;
  const claims = entries.filter(isTheory).reduce((sum, { records }) => sum + records.length, 0);
  const first =
    networks === 1
      ? 'One network, with its explicit polynomials and what was checked of it'
      : `${networks} networks, each with its explicit polynomials and what was checked of them`;
  return claims === 0 ? `${first}.` : `${first}; and ${claims} claims about no one network.`;
}
