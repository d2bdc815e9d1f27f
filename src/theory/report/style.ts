/** The look of reports: on a screen, light or dark, wide or narrow, and on paper. */
import { ACCENT, GRID, INK, QUIET } from '../figures/style.ts';

export const style: string = `
:root { color-scheme: light dark; --ink: ${INK}; --quiet: ${QUIET}; --line: ${GRID}; --accent: ${ACCENT}; --paper: #fff; --tint: #f6f8fa; --good: #1a7f37; --bad: #b3261e; --open: #8a5a00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --quiet: #9aa4af; --line: #353c45; --accent: #6cb6ea; --paper: #14181d; --tint: #1c2229; --good: #56d364; --bad: #ff8f86; --open: #e3b341; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 3rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; overflow-wrap: anywhere; }
p, ul { max-width: 46rem; margin: .5rem 0 1rem; overflow-wrap: break-word; }
.lead { font-size: 1.1rem; }
.quiet, caption, figcaption, dt { color: var(--quiet); }
a { color: var(--accent); }
code, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875em; overflow-wrap: anywhere; }
pre { background: var(--tint); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; overflow-x: auto; }
.scroll { overflow-x: auto; margin: .5rem 0 1.25rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.scroll > table { min-width: 100%; }
caption { text-align: left; font-size: .9rem; padding-bottom: .4rem; max-width: calc(100vw - 2.5rem); }
th, td { text-align: left; vertical-align: baseline; padding: .35rem 1.25rem .35rem 0; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: .875rem; font-weight: 600; color: var(--quiet); white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
.formula { white-space: nowrap; }
.outputs { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: 0 3rem; }
.outputs section { min-width: 0; }
.outputs th.number, .outputs td.number { width: 10rem; }
.legend { columns: 14rem; column-gap: 2.5rem; padding: 0; max-width: none; list-style: none; }
.legend li { break-inside: avoid; overflow-wrap: anywhere; }
.tier { white-space: nowrap; }
.verdict { font-weight: 600; white-space: nowrap; }
.supports { color: var(--good); } .refutes { color: var(--bad); } .inconclusive { color: var(--open); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 1rem 2.5rem; align-items: end; }
figure { margin: 1rem 0; min-width: 0; }
figure svg { max-width: 100%; height: auto; display: block; }
figure svg [fill="${INK}"] { fill: var(--ink); } figure svg [fill="${QUIET}"] { fill: var(--quiet); } figure svg [fill="${ACCENT}"] { fill: var(--accent); }
figure svg [stroke="${ACCENT}"] { stroke: var(--accent); } figure svg [stroke="${GRID}"] { stroke: var(--line); }
figcaption { font-size: .9rem; max-width: 32rem; margin-top: .5rem; }
.claim { border-left: 3px solid var(--line); padding-left: 1rem; margin: 1.5rem 0 2rem; }
.claim h3 { margin-top: 0; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1.25rem; margin: .75rem 0; font-size: .95rem; }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 34rem) {
  main { padding-top: 1.5rem; }
  h1 { font-size: 1.6rem; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
  th, td { padding-right: .9rem; }
}
@media print {
  :root { color-scheme: light; --ink: #000; --quiet: #444; --line: #bbb; --accent: ${ACCENT}; --paper: #fff; --tint: #fff; --good: #000; --bad: #000; --open: #000; }
  @page { margin: 18mm 16mm; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  figure, .claim, tr, .outputs section { break-inside: avoid; }
  .scroll { overflow: visible; }
  .outputs { grid-template-columns: 1fr 1fr; }
  .figures { grid-template-columns: 1fr 1fr; gap: 1rem; }
  a { color: inherit; text-decoration: none; }
}
`;
