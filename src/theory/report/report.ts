/** `report.html`: what was computed and claimed of one network, on one page that needs nothing else. */
import { sizeOf } from '../../network/tensor.ts';
import { degree } from '../../symbolic/polynomial.ts';
import type { PolynomialMap } from '../../symbolic/polynomial-map.ts';
import type { Exhibits } from '../evidence-folder/finding-files.ts';
import type { Evidence, Hashes } from '../evidence-folder/record.ts';
import type { Subject } from '../subject.ts';
import { claimsAtAGlance, claimsInFull, type NotApplicable, notApplicableClaims } from './claims-section.ts';
import { type Figures, figuresSection } from './figures-section.ts';
import { type Html, html } from './html.ts';
import type { Mathematics } from './mathematics.ts';
import { count, networkSection } from './network-section.ts';
import { page } from './page.ts';
import { polynomialSection } from './polynomial-section.ts';

export interface ReportContent {
  readonly subject: Subject;
  readonly records: readonly Evidence[];
  readonly notApplicable: readonly NotApplicable[];
  readonly figures: Figures;
  /** By claim. */
  readonly exhibits: ReadonlyMap<string, Exhibits>;
  readonly inputs: Hashes;
  readonly seed: number;
  readonly version: string;
}

/** The whole page. Deterministic: no date, no path, no machine's name. */
export async function reportPage(content: ReportContent, mathematics: Mathematics): Promise<string> {
  const { subject, records, notApplicable, figures, exhibits } = content;
  const map = subject.expansion();
  const body = html`<header>
<h1>${subject.network.name}</h1>
<p class="lead">${lead(subject, map)}</p>
</header>
${claimsAtAGlance(records)}
${networkSection(subject, mathematics)}
${polynomialSection(map, mathematics)}
${figuresSection(map, figures)}
${claimsInFull(records, exhibits)}
${notApplicableClaims(notApplicable)}
${checking(content)}`;
  return page(`${subject.network.name}: explicit polynomial and evidence`, await mathematics.style(body.text), body);
}

function lead({ network, program }: Subject, { outputs, variables }: PolynomialMap): string {
  const weights = program.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const terms = outputs.map(({ polynomial }) => polynomial.length);
  const [fewest, most] = [Math.min(...terms), Math.max(...terms)];
  const top = Math.max(0, ...outputs.map(({ polynomial }) => degree(polynomial)));
  const many = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
  const size = fewest === most ? many(most, 'term') : `${count(fewest)} to ${many(most, 'term')}`;
  const symbolic = variables.length - network.inputs.length;
  const of =
    symbolic === 0
      ? many(variables.length, 'input')
      : `${many(network.inputs.length, 'input')} and ${many(symbolic, 'symbolic weight')}`;
  const what =
    outputs.length === 1
      ? `an explicit polynomial of degree ${top} with ${size}`
      : `${outputs.length} explicit polynomials of degree ${top} with ${size} each`;
  return `A network with ${many(network.layers.length, 'layer')} and ${many(weights, 'weight')}, written out exactly as ${what}, in ${of}.`;
}

function checking({ inputs, seed, version }: ReportContent): Html {
  return html`<h2 id="checking">Checking it again</h2>
<p>The folder of this page holds all that is needed: the network's own files, the polynomials, a record of each claim, and the hash of every file. In that folder,</p>
<pre><code>npx isserlis@${version} evidence verify .</code></pre>
<p>computes every record again from the network's files, with the same seed, and compares. It refuses what was changed, and says why.</p>
<div class="scroll"><table>
<caption>The network's files, with their SHA-256. Seed ${seed}, isserlis ${version}.</caption>
<thead><tr><th scope="col">file</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${Object.entries(inputs).map(([file, hash]) => html`<tr><td><a href="${file}">${file}</a></td><td class="mono">${hash}</td></tr>`)}</tbody>
</table></div>`;
}
