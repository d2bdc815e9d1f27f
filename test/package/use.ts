/** What a user's own module does with the installed package; `npm run check:package` runs it in an empty folder. */
import * as root from 'isserlis';
import * as network from 'isserlis/network';
import * as numeric from 'isserlis/numeric';
import * as symbolic from 'isserlis/symbolic';
import * as testing from 'isserlis/testing';
import * as theory from 'isserlis/theory';

for (const [name, module] of Object.entries({ root, network, symbolic, numeric, theory, testing })) {
  const count = Object.keys(module).length;
  if (count === 0) throw new Error(`${name} exports nothing`);
  console.log(`${name}: ${count} exports`);
}

const net = root.network({
  inputs: 2,
  layers: [
    root.dense({ weight: [[1, '1/3']], bias: [1] }),
    root.polynomial([0, 0, 1]),
    root.dense({ weight: [[3], ['-1/7']] }),
  ],
});
const map = root.expand(net);
const expected = '3*x1^2 + 2*x1*x2 + 1/3*x2^2 + 6*x1 + 2*x2 + 3';
if (`${map.output('y1')}` !== expected) throw new Error(`expected ${expected}, got ${map.output('y1')}`);
if (!symbolic.equal(map.output(0), root.Polynomial.parse(expected))) throw new Error('the text does not read back');
if (root.verify(net, map).verdict !== 'verified') throw new Error('the expansion is not verified');
if ((await symbolic.toNerdamer(map.output(0))).text('fractions') === '') throw new Error('nerdamer gives nothing');
testing.laws.expansionIsForwardPass(testing.networks({ inputs: 2 }), { numRuns: 10 });
if (!(await theory.coefficientsByDegreeFigure(map)).svg.startsWith('<svg')) throw new Error('the figure is not SVG');
const square = network.trace(network.network({ inputs: 1, layers: [network.square()] }));
for (const name of ['wasm', 'gpu-webasm']) {
  const [y] = (await (await numeric.openBackend(name)).compile(square)?.run(Float64Array.of(3))) ?? [];
  if (y !== 9) throw new Error(`the backend ${name} says that 3^2 is ${y}`);
}
console.log(`${map}`);
