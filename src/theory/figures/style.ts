/** The look that all figures share: one accent colour, a light grid, text that can be read on paper and on a phone. */
import type { Config } from 'vega-lite';

export const INK = '#24292f';
export const QUIET = '#57606a';
export const GRID = '#d8dee4';
export const ACCENT = '#0b69a3';
export const FONT = 'system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif';
export const FONT_SIZE = 13;

const axis: Config['axis'] = {
  labelColor: INK,
  labelFont: FONT,
  labelFontSize: FONT_SIZE,
  titleColor: INK,
  titleFont: FONT,
  titleFontSize: FONT_SIZE,
  titleFontWeight: 'normal',
  titlePadding: 8,
  gridColor: GRID,
  gridWidth: 1,
  domainColor: GRID,
  tickColor: GRID,
};

/** The `config` of a Vega-Lite specification. */
export const config: Config = {
  background: 'transparent',
  axis,
  view: { stroke: null },
  text: { color: INK, font: FONT, fontSize: FONT_SIZE },
};
