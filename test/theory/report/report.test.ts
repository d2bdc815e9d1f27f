import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dense, network, polynomial, square } from 'isserlis/network';
import { runEvidence } from 'isserlis/theory';
import { describe, expect, test } from 'vitest';
import { escapeHtml, Html, html } from '../../../src/theory/report/html.ts';
import { temporaryFolder } from '../evidence-folder/folders.ts';
import { example, small } from '../networks.ts';

async function reportOf(
  networks: NonNullable<Parameters<typeof runEvidence>[0]['networks']>,
  file = 'report.html',
): Promise<string> {
  const out = join(temporaryFolder(), 'evidence');
  await runEvidence({ networks, out });
  return readFileSync(join(out, file), 'utf8');
}

/** The page without styles, fonts and MathML's copies of formulas. */
const visible = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<span class="katex-mathml">.*?<\/math><\/span>/gs, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

/** What a browser would fetch to show a page: sources, style sheets, imports and urls in styles. */
const loads = (page: string): string[] =>
  [...page.matchAll(/<(?:link|script|img|iframe|image|use|source|object|embed)\b[^>]*>|@import[^;]*;|url\([^)]*\)/g)]
    .map(([found]) => found)
    .filter((found) => !found.startsWith('url(data:font/woff2;base64,'));

describe('a report', () => {
  test('loads nothing, and forbids it', async () => {
    const page = await reportOf(example('iris-cubic'));
    expect(loads(page)).toEqual([]);
    const namespaces = /xmlns(:xlink)?="http:\/\/www\.w3\.org\/[\w/]+"/g;
    expect(page.replace(namespaces, '')).not.toMatch(/https?:\/\//);
    expect(page).toContain("default-src 'none'");
    // The fonts of upright and italic letters are inside, and no more than are used.
    const faces = [...page.matchAll(/@font-face\{[^}]*font-family:(\w+);font-style:(\w+);font-weight:(\d+)/g)];
    const fonts = faces.map(([, family, style, weight]) => `${family} ${style} ${weight}`);
    expect(fonts.sort()).toEqual(['KaTeX_Main normal 400', 'KaTeX_Math italic 400']);
    expect(page.length).toBeLessThan(400_000);
  });

  test('says what the network is, what it computes, what was claimed and how to check it', async () => {
    const text = visible(await reportOf(example('iris-cubic')));
    expect(text).toContain('5 layers and 139 weights');
    expect(text).toContain('3 explicit polynomials of degree 9 with 715 terms each, in 4 inputs');
    expect(text).toContain('715 terms of degree up to 9; the 12 largest, 703 hidden');
    expect(text).toMatch(/petal length \(cm\) and petal width \(cm\) interact most: .* carry 69% of/);
    expect(text.match(/✓ holds/g)!.length).toBe(8);
    expect(text).toMatch(/The expansion is exact\s*✓ holds\s*proved/);
    expect(text).toMatch(/stays within its error bound\s*✓ holds\s*tested/);
    expect(text).toContain('evidence verify .');
  });

  test('has the parts that readers of all kinds need', async () => {
    const page = await reportOf(small());
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain('name="viewport"');
    expect(page.match(/<h1>/g)!.length).toBe(1);
    const tables = page.match(/<table/g)!.length;
    expect(page.match(/<caption>/g)!.length).toBe(tables);
    expect(page.match(/<svg[^>]*role="img"[^>]*><title>/g)!.length).toBe(2);
    expect(page).toContain('@media print');
    expect(page).toContain('prefers-color-scheme: dark');
  });

  test('escapes every name', async () => {
    const evil = '<img src=x onerror=alert(1)>&"\'';
    const net = network({
      name: evil,
      inputs: [`${evil}1`, '</title><script>1</script>'],
      outputs: [`${evil}out`, '$\\href{x}{y}$'],
      layers: [
        dense({
          weight: [
            [1, 2],
            [3, 4],
          ],
        }),
        square(),
        dense({
          weight: [
            [1, 2],
            [3, 4],
          ],
        }),
      ],
    });
    const page = await reportOf(net);
    expect(page).not.toContain('<img');
    expect(page).not.toContain('<script');
    expect(page.replace(/&#\d+;/g, '')).not.toContain('onerror=alert(1)>');
    expect(visible(page)).toContain(`${evil}out`);
    expect(visible(page)).toContain(`${evil}1 and </title><script>1</script> interact most`);
    const index = await reportOf([net, small()], 'index.html');
    expect(index).not.toContain('<img');
    expect(loads(index)).toEqual([]);
  });

  test('stays readable with many inputs and outputs', async () => {
    const n = 150;
    const weight = Array.from({ length: 30 }, (_, o) =>
      Array.from({ length: n }, (__, i) => ((o * 7 + i * 3) % 11) - 5),
    );
    const page = await reportOf(network({ name: 'wide', inputs: n, layers: [dense({ weight })] }));
    const text = visible(page);
    expect(text).toContain('18 more outputs are in polynomial.json');
    expect(text).toContain('The 20 inputs with the largest shares are shown, of 150');
    expect(text).toContain('No two inputs interact');
    expect(page.length).toBeLessThan(500_000);
  });

  test('takes networks of one input, of constants and of zero', async () => {
    expect(visible(await reportOf(network({ inputs: 1, layers: [polynomial([1, '1/3', 0, 2])] })))).toContain(
      'There is one input',
    );
    expect(visible(await reportOf(network({ inputs: 2, layers: [dense({ weight: [[0, 0]], bias: [3] })] })))).toContain(
      'No two inputs interact',
    );
    expect(visible(await reportOf(network({ inputs: 2, layers: [dense({ weight: [[0, 0]] })] })))).toContain(
      'It is 0.',
    );
  });
});

test('html escapes what is put in, but for html', () => {
  expect(html`<b>${'<&>'}</b>${[1, new Html('<i>')]}`.text).toBe('<b>&#60;&#38;&#62;</b>1<i>');
  expect(escapeHtml(`"'`)).toBe('&#34;&#39;');
});
