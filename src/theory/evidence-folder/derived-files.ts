/** All of an evidence folder that follows from its records and its network: polynomials, tables, figures, report. */
import { format as json } from '../../symbolic/formats/json.ts';
import type { PolynomialMap } from '../../symbolic/polynomial-map.ts';
import { coefficientsByDegreeFigure } from '../figures/coefficients-by-degree-figure.ts';
import { drawingVersions } from '../figures/figure.ts';
import { inputInteractionsFigure } from '../figures/input-interactions-figure.ts';
import type { Mathematics } from '../report/mathematics.ts';
import { type ReportContent, reportPage } from '../report/report.ts';
import { type TheoryReportContent, theoryReportPage } from '../report/theory-report.ts';
import { claimsTable, evidenceTables } from '../tables/evidence-tables.ts';
import { exhibitsOf, findingFiles, tableFiles } from './finding-files.ts';

export const POLYNOMIAL_FILE = 'polynomial.json';
export const REPORT_FILE = 'report.html';

/** The text of {@link POLYNOMIAL_FILE}, in pieces. */
export const polynomialPieces = (map: PolynomialMap): Iterable<string> => json.write(map);

/** The versions of the libraries that {@link derivedFiles} draws with. */
export const libraryVersions = async (mathematics: Mathematics): Promise<Readonly<Record<string, string>>> => ({
  katex: mathematics.version,
  ...(await drawingVersions()),
});

/** The texts by their paths in the folder, {@link POLYNOMIAL_FILE} left out. Deterministic. */
export async function derivedFiles(
  content: Omit<ReportContent, 'figures' | 'exhibits'>,
  mathematics: Mathematics,
): Promise<ReadonlyMap<string, string>> {
  const { subject, records } = content;
  const map = subject.expansion();
  const exhibits = await exhibitsOf(records);
  const files = new Map([
    ...evidenceTables(subject.network.name, map, records).flatMap(tableFiles),
    ...findingFiles(exhibits),
  ]);
  const figures = {
    coefficientsByDegree: await coefficientsByDegreeFigure(map),
    inputInteractions: await inputInteractionsFigure(map),
  };
  files.set('figures/coefficients-by-degree.svg', `${figures.coefficientsByDegree.svg}\n`);
  files.set('figures/input-interactions.svg', `${figures.inputInteractions.svg}\n`);
  files.set(REPORT_FILE, await reportPage({ ...content, figures, exhibits }, mathematics));
  return files;
}

/** The same of a folder of claims about theories. */
export async function derivedTheoryFiles(
  content: Omit<TheoryReportContent, 'exhibits'>,
): Promise<ReadonlyMap<string, string>> {
  const exhibits = await exhibitsOf(content.records);
  return new Map([
    ...tableFiles(claimsTable('Claims about theories.', content.records)),
    ...findingFiles(exhibits),
    [REPORT_FILE, theoryReportPage({ ...content, exhibits })],
  ]);
}
