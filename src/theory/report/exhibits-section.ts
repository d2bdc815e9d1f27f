/** The report's part with the tables and plots of a finding. */
import { type Exhibits, tableFile } from '../evidence-folder/finding-files.ts';
import type { Cell, Table } from '../tables/table.ts';
import { Html, html } from './html.ts';

/** Longer tables are cut in the report and whole in their files. */
const MOST_ROWS = 25;
/** Cells up to this length are kept on one line. */
const SHORT = 48;

export const exhibitsSection = (exhibits: Exhibits | undefined): Html =>
  exhibits === undefined
    ? html``
    : html`${exhibits.tables.map(tableSection)}${exhibits.figures.length === 0 ? '' : html`<div class="figures">${exhibits.figures.map(({ figure }) => html`<figure>${new Html(figure.svg)}<figcaption>${figure.description}</figcaption></figure>`)}</div>\n`}`;

function tableSection(table: Table): Html {
  const { caption, header, rows } = table;
  const cut = rows.length > MOST_ROWS ? ` The first ${MOST_ROWS} of ${rows.length} rows.` : '';
  return html`<div class="scroll"><table>
<caption>${caption}${cut} <a href="${tableFile(table, 'csv')}">CSV</a>, <a href="${tableFile(table, 'tex')}">LaTeX</a>.</caption>
<thead><tr>${header.map((cell) => html`<th scope="col">${textOf(cell)}</th>`)}</tr></thead>
<tbody>${rows.slice(0, MOST_ROWS).map((row) => html`<tr>${row.map((cell) => cellOf(textOf(cell)))}</tr>`)}</tbody>
</table></div>
`;
}

const cellOf = (text: string): Html =>
  text.length <= SHORT ? html`<td style="white-space: nowrap">${text}</td>` : html`<td>${text}</td>`;

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.csv);
