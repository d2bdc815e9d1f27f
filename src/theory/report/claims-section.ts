/** The report's parts on the claims: at a glance, and each in full. */
import { isObject } from '../../base/json.ts';
import type { Tier, Verdict } from '../claim.ts';
import type { Exhibits } from '../evidence-folder/finding-files.ts';
import { type Evidence, recordFile } from '../evidence-folder/record.ts';
import { exhibitsSection } from './exhibits-section.ts';
import { type Html, html, type Part } from './html.ts';

/** A claim that says nothing of this network. */
export interface NotApplicable {
  readonly claim: string;
  readonly title: string;
  readonly reason: string;
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  supports: '✓ holds',
  refutes: '✗ refuted',
  inconclusive: '? not decided',
};

const TIERS: Readonly<Record<Tier, string>> = {
  proved: 'exact arithmetic decides it',
  enclosed: 'interval arithmetic encloses it',
  tested: 'drawn at random, with an interval or a probability of error stated',
  observed: 'a fit',
};

const verdict = ({ finding }: Evidence): Html =>
  html`<span class="verdict ${finding.verdict}">${VERDICTS[finding.verdict]}</span>`;

export function claimsAtAGlance(records: readonly Evidence[]): Html {
  const tiers = [...new Set(records.map(({ tier }) => tier))];
  return html`<div class="scroll"><table>
<caption>What was checked. ${tiers.map((tier, i) => `${i === 0 ? '' : '; '}${tier}: ${TIERS[tier]}`).join('')}.</caption>
<thead><tr><th scope="col">claim</th><th scope="col">verdict</th><th scope="col">tier</th></tr></thead>
<tbody>${records.map((record) => html`<tr><th scope="row"><a href="#${record.claim}">${record.title}</a></th><td>${verdict(record)}</td><td class="tier">${record.tier}</td></tr>`)}</tbody>
</table></div>`;
}

export const claimsInFull = (
  records: readonly Evidence[],
  exhibits: ReadonlyMap<string, Exhibits>,
): Html => html`<h2 id="claims">The claims</h2>
${records.map(
  (record) => html`<section class="claim" id="${record.claim}">
<h3>${record.title}</h3>
<p>${verdict(record)}, ${record.tier}: ${TIERS[record.tier]}.</p>
<p>${record.statement}</p>
<p>${record.finding.summary}${record.finding.remedy === undefined ? '' : ` ${record.finding.remedy}.`}</p>
${exhibitsSection(exhibits.get(record.claim))}<dl>
${parameters(record)}<dt>Source</dt><dd>${record.source}</dd>
<dt>Record</dt><dd><a href="${recordFile(record.claim)}">${recordFile(record.claim)}</a></dd>
</dl>
</section>`,
)}`;

export const notApplicableClaims = (list: readonly NotApplicable[]): Html =>
  html`${list.map(({ title, reason }) => html`<p class="quiet"><b>${title}</b> does not apply. ${reason}</p>`)}`;

function parameters({ params, key }: Evidence): Part {
  const entries = isObject(params) ? Object.entries(params) : [];
  const listed = [...entries.map(([name, value]) => `${name} = ${shortened(value)}`), `seed = ${key.seed}`];
  return html`<dt>Parameters</dt><dd>${listed.join(', ')}</dd>
`;
}

const LONGEST = 300;

/** Whole in the record. */
function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
