/** The tables and plots that claims return with their findings, as files. */
import type { Figure } from '../figures/figure.ts';
import { plotFigure } from '../figures/plot-figure.ts';
import { type Table, toCsv, toLatex } from '../tables/table.ts';
import type { Evidence } from './record.ts';

/** What a report shows of a finding. */
export interface Exhibits {
  readonly tables: readonly Table[];
  readonly figures: readonly { readonly file: string; readonly figure: Figure }[];
}

export const tableFile = (table: Table, ending: 'csv' | 'tex'): string => `tables/${table.name}.${ending}`;

/** The exhibits by claim; names are those of the claim and of the table or plot together. */
export async function exhibitsOf(records: readonly Evidence[]): Promise<ReadonlyMap<string, Exhibits>> {
  const exhibits = new Map<string, Exhibits>();
  for (const { claim, finding } of records) {
    const named = (name: string): string => `${claim}-${name}`;
    const figures: Exhibits['figures'][number][] = [];
    for (const plot of finding.plots ?? [])
      figures.push({ file: `figures/${named(plot.name)}.svg`, figure: await plotFigure(plot) });
    exhibits.set(claim, {
      tables: (finding.tables ?? []).map((table) => ({ ...table, name: named(table.name) })),
      figures,
    });
  }
  return exhibits;
}

/** The texts of tables and of figures by their paths in the folder. */
export function findingFiles(exhibits: ReadonlyMap<string, Exhibits>): readonly (readonly [string, string])[] {
  return [...exhibits.values()].flatMap(({ tables, figures }) => [
    ...tables.flatMap(tableFiles),
    ...figures.map(({ file, figure }) => [file, `${figure.svg}\n`] as const),
  ]);
}

export const tableFiles = (table: Table): readonly (readonly [string, string])[] => [
  [tableFile(table, 'csv'), toCsv(table)],
  [tableFile(table, 'tex'), toLatex(table)],
];
