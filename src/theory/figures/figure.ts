import type { TopLevelSpec } from 'vega-lite';
import { displayInNotebooks } from '../../symbolic/printing/notebook.ts';

/** A plot: its Vega-Lite specification with the data inline, and the picture drawn from it. */
export class Figure {
  /** What the picture shows, for those who do not see it. */
  readonly description: string;
  readonly specification: TopLevelSpec;
  /** A whole SVG document. */
  readonly svg: string;

  constructor(description: string, specification: TopLevelSpec, svg: string) {
    this.description = description;
    this.specification = specification;
    this.svg = svg;
  }
}

displayInNotebooks(Figure, ({ svg, description }) => ({ 'image/svg+xml': svg, 'text/plain': description }));

/** Draws a specification; Vega is loaded when first needed, and needs no DOM. */
export async function draw(specification: TopLevelSpec, description: string): Promise<Figure> {
  const [{ compile }, { parse, View, Error: ERROR_LEVEL }] = await Promise.all([import('vega-lite'), import('vega')]);
  const view = new View(parse(compile(specification).spec), { renderer: 'none', logLevel: ERROR_LEVEL });
  try {
    const svg = await view.toSVG();
    return new Figure(description, specification, named(svg, description));
  } finally {
    view.finalize();
  }
}

/** The versions of what draws. */
export async function drawingVersions(): Promise<{ readonly vega: string; readonly 'vega-lite': string }> {
  const [vegaLite, vega] = await Promise.all([import('vega-lite'), import('vega')]);
  return { vega: vega.version, 'vega-lite': vegaLite.version };
}

/** The SVG with its namespace, a role and a title, so that it can stand alone and be read aloud. */
function named(svg: string, description: string): string {
  const title = `<title>${description.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)}</title>`;
  const withNamespace = /^<svg[^>]*xmlns=/.test(svg)
    ? svg
    : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
  return withNamespace.replace(/^<svg([^>]*)>/, `<svg$1 role="img">${title}`);
}
