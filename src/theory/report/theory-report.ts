/** `report.html` of claims about theories, on one page that needs nothing else. */
import type { Exhibits } from '../evidence-folder/finding-files.ts';
import type { Evidence } from '../evidence-folder/record.ts';
import { claimsAtAGlance, claimsInFull } from './claims-section.ts';
import { html } from './html.ts';
import { page } from './page.ts';

export interface TheoryReportContent {
  readonly records: readonly Evidence[];
  /** By claim. */
  readonly exhibits: ReadonlyMap<string, Exhibits>;
  readonly seed: number;
  readonly version: string;
}

/** The whole page. Deterministic: no date, no path, no machine's name. */
export function theoryReportPage({ records, exhibits, seed, version }: TheoryReportContent): string {
  const holding = records.filter(({ finding }) => finding.verdict === 'supports').length;
  return page(
    'Claims about theories: evidence',
    '',
    html`<header>
<h1>Claims about theories</h1>
<p class="lead">${records.length === 1 ? 'One claim' : `${records.length} claims`} about no one network: tables, closed forms, conjectures. ${holding} of ${records.length} ${records.length === 1 ? 'holds' : 'hold'}.</p>
</header>
${claimsAtAGlance(records)}
${claimsInFull(records, exhibits)}
<h2 id="checking">Checking it again</h2>
<p>In the folder of this page,</p>
<pre><code>npx isserlis@${version} evidence verify .</code></pre>
<p>computes every record again from its parameters and its key, and compares. Seed ${seed}, isserlis ${version}.</p>`,
  );
}
