/** Formulas as HTML that needs nothing from a network: KaTeX, with its style sheet and the fonts in use inlined. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import katex from 'katex';
import { Html } from './html.ts';
import type { Mathematics } from './mathematics.ts';

export async function loadMathematics(): Promise<Mathematics> {
  const stylesheet = createRequire(import.meta.url).resolve('katex/dist/katex.min.css');
  const css = await readFile(stylesheet, 'utf8');
  return {
    version: katex.version,
    typeset: (latex) => new Html(katex.renderToString(latex, { throwOnError: false, strict: 'ignore', trust: false })),
    async style(page) {
      let inlined = css;
      for (const [face] of css.matchAll(/@font-face\{[^}]*\}/g)) {
        const name = /url\((fonts\/KaTeX_([\w-]+)\.woff2)\)/.exec(face);
        if (name === null || !usesFont(name[2]!, page)) {
          inlined = inlined.replace(face, '');
          continue;
        }
        const bytes = await readFile(join(dirname(stylesheet), name[1]!));
        const source = `url(data:font/woff2;base64,${bytes.toString('base64')}) format("woff2")`;
        inlined = inlined.replace(face, face.replace(/src:[^}]*/, `src:${source}`));
      }
      return inlined;
    },
  };
}

/** Classes that call for a font other than the upright one, as KaTeX's style sheet has them. */
const CLASSES: Readonly<Record<string, RegExp>> = {
  'Main-Regular': /katex/,
  'Main-Italic': /\b(mathit|textit)\b/,
  'Main-Bold': /\b(mathbf|textbf)\b/,
  'Math-Italic': /\b(mathnormal|mathdefault)\b/,
  'AMS-Regular': /\b(mathbb|textbb|amsrm)\b/,
  'Size1-Regular': /\bdelimsizing size1\b|\bop-symbol small-op\b|\bdelim-size1\b/,
  'Size2-Regular': /\bdelimsizing size2\b|\bop-symbol large-op\b/,
  'Size3-Regular': /\bdelimsizing size3\b/,
  'Size4-Regular': /\bdelimsizing size4\b|\bdelim-size4\b/,
};

const usesFont = (font: string, page: string): boolean => CLASSES[font]?.test(page) === true;
