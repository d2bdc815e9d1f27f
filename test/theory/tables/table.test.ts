import { expand, parseRational } from 'isserlis/symbolic';
import { gather, networkClaims, subjectOf } from 'isserlis/theory';
import { expect, test } from 'vitest';
import { evidenceTables } from '../../../src/theory/tables/evidence-tables.ts';
import { escapeLatex, type Table, toCsv, toLatex } from '../../../src/theory/tables/table.ts';
import { small } from '../networks.ts';

const table: Table = {
  name: 'odd',
  caption: 'Names & 100% of them.',
  header: ['name', { csv: 'value', latex: '$v$' }],
  rows: [
    ['a, "b"', '1'],
    ['c_1 # ~^\\', { csv: '1/3', latex: '$\\frac{1}{3}$' }],
  ],
  alignment: 'lr',
};

test('CSV quotes what it must', () => {
  expect(toCsv(table)).toBe('name,value\n"a, ""b""",1\nc_1 # ~^\\,1/3\n');
});

test('LaTeX escapes text and leaves formulas', () => {
  const latex = toLatex(table);
  expect(latex).toContain('\\caption{Names \\& 100\\% of them.}');
  expect(latex).toContain('name & $v$ \\\\');
  expect(latex).toContain('c\\_1 \\# \\textasciitilde{}\\textasciicircum{}\\textbackslash{} & $\\frac{1}{3}$ \\\\');
  expect(escapeLatex('{x}$')).toBe('\\{x\\}\\$');
  // Nothing is left that only some engines set.
  const signs = escapeLatex('σ_w² ≤ √2, ⟨h, g⟩ − Θ₁₀ → ∞, Student’s n⁻¹ ½ ‖u‖ Γλω …');
  expect(signs).toMatch(/^[ -~]*$/);
  expect(signs).toContain('$\\sigma$\\_w$^{2}$ $\\le$ $\\surd$2, $\\langle$h, g$\\rangle$');
  expect(signs).toContain('$\\Gamma$$\\lambda$$\\omega$');
});

test("an evidence folder's tables have rows of one length, and exact coefficients", async () => {
  const subject = subjectOf(small());
  const records = await Promise.all(networkClaims.map((claim) => gather(claim, subject, { seed: 1, inputs: {} })));
  const tables = evidenceTables('small', subject.expansion(), records);
  expect(tables.map(({ name }) => name)).toEqual(['claims', 'largest-terms', 'coefficients-by-degree', 'interactions']);
  for (const { header, rows } of tables) for (const row of rows) expect(row.length).toBe(header.length);
  const [, terms] = tables;
  const [, , coefficient] = terms!.rows[0]!;
  const sizes = expand(small())
    .output()
    .numerators.map((n) => (n < 0n ? -n : n));
  const { numerator, denominator } = parseRational((coefficient as { csv: string }).csv);
  const largest = sizes.reduce((a, b) => (a > b ? a : b));
  expect((numerator < 0n ? -numerator : numerator) * expand(small()).output().denominator).toBe(largest * denominator);
});
