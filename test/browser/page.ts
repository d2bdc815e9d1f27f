/** What a page does with the package; `npm run check:browser` bundles it and runs it in headless Chromium. */
import { dense, expand, expandInParallel, network, Polynomial, polynomial, verify } from 'isserlis';
import { trace } from 'isserlis/network';
import { compileInParallel, key, uniformPoints, wasm } from 'isserlis/numeric';
import { equal } from 'isserlis/symbolic';
import { coefficientsByDegreeFigure } from 'isserlis/theory';
import { runSuite } from '../numeric/backends/suite.ts';

declare const document: { title: string; body: { textContent: string } };
declare const crossOriginIsolated: boolean;

const lines: string[] = [];
try {
  const net = network({
    inputs: 3,
    layers: [
      dense({
        weight: [
          [1, '1/3', '2/997'],
          [0.1, -2, '1/991'],
        ],
        bias: [0, 1],
      }),
      polynomial([0, 0, 1, 1]),
      dense({ weight: [[3, '-1/7']] }),
    ],
  });
  for (const engine of ['gram', 'interpolation', 'sparse', 'plain'] as const) {
    const map = expand(net, { engine });
    lines.push(`${engine}: ${verify(net, map).verdict}`);
    if (!equal(map.output(), Polynomial.parse(`${map.output()}`))) throw new Error('the text does not read back');
  }
  let threads = 0;
  const map = await expandInParallel(net, {
    engine: 'interpolation',
    threads: 2,
    report: (report) => {
      threads = report.threads;
    },
  });
  lines.push(
    `${threads} threads, ${crossOriginIsolated ? 'with' : 'without'} shared memory: ${verify(net, map).verdict}`,
  );
  if (threads !== 2) throw new Error(`expected 2 threads, got ${threads}`);
  const { svg } = await coefficientsByDegreeFigure(expand(net));
  lines.push(`figure: ${svg.startsWith('<svg')}`);
  const program = trace(network({ inputs: 2, layers: [dense({ weight: [[0.1, 3]] }), polynomial([1, 2, 3])] }));
  const points = uniformPoints(key(1, 'page'), 50, 2, -1, 1);
  const [one, two] = [wasm.compile(program).run(points), await compileInParallel(program, { threads: 2 }).run(points)];
  if (one.join() !== two.join()) throw new Error('two threads give other floats than one');
  const suite = await runSuite();
  lines.push(...suite.lines);
  if (suite.failures > 0) throw new Error(`${suite.failures} cases fail`);
  document.title = 'passed';
} catch (error) {
  lines.push(String(error));
  document.title = 'failed';
}
document.body.textContent = lines.join('\n');
await fetch('/', { method: 'POST', body: JSON.stringify({ title: document.title, text: lines.join('\n') }) });
