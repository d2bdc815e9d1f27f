/** The report's part on the network: its layers, with formulas, shapes and weights. */
import type { Coefficient } from '../../base/coefficient.ts';
import { exactValue } from '../../base/coefficient.ts';
import { layerTypes } from '../../network/layer-types.generated.ts';
import { summarise } from '../../network/summary.ts';
import { indeterminateEntries, unknownsOf } from '../../symbolic/indeterminates.ts';
import { interpret } from '../../symbolic/interpret.ts';
import { polynomialFromTerms } from '../../symbolic/polynomial.ts';
import { latexOf } from '../../symbolic/printing/latex.ts';
import { Degree } from '../../symbolic/rings/degree.ts';
import type { Subject } from '../subject.ts';
import { type Html, html } from './html.ts';
import type { Mathematics } from './mathematics.ts';

export function networkSection(subject: Subject, { typeset }: Mathematics): Html {
  const { network, program } = subject;
  const unknowns = unknownsOf(program);
  const degrees: number[] = [];
  interpret(program, Degree, {
    ...indeterminateEntries(unknowns, Degree, () => 1),
    onNode(value, entries) {
      degrees[value] = entries.reduce((most: number, entry) => Math.max(most, entry ?? -Infinity), -Infinity);
    },
  });
  const rows = summarise(network, program).map(({ index, type, shape, parameters, value }) => {
    const activations = activationsOf(subject, index);
    const formula =
      activations.length > 0
        ? activations.map((coefficients) => typeset(`\\sigma(z) = ${activationLatex(coefficients)}`))
        : (layerTypes.find((layer) => layer.type === type)?.summary.split(';')[0] ?? '');
    return html`<tr><td class="number">${index + 1}</td><th scope="row">${type}</th><td class="formula">${formula}</td><td class="number">${shape.join(' × ')}</td><td class="number">${count(parameters)}</td><td class="number">${Number.isFinite(degrees[value]) ? degrees[value]! : 0}</td></tr>`;
  });
  return html`<h2 id="network">The network</h2>
<div class="scroll"><table>
<caption>Layers in order, of ${network.inputs.length} inputs. The degree is the largest of a layer's values in the inputs${unknowns.variables.length > network.inputs.length ? ' and the symbolic weights' : ''}.</caption>
<thead><tr><th class="number" scope="col">#</th><th scope="col">layer</th><th scope="col">formula</th><th class="number" scope="col">outputs</th><th class="number" scope="col">weights</th><th class="number" scope="col">degree</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>`;
}

/** The coefficients of the polynomial activations that a layer of the outermost list applies, each once. */
function activationsOf({ program }: Subject, layer: number): readonly (readonly Coefficient[])[] {
  const found = new Map<string, readonly Coefficient[]>();
  program.nodes.forEach((node, value) => {
    if (node.operation !== 'map' || !program.places[value]!.startsWith(`layers[${layer}] (`)) return;
    const { coefficients } = node.activation;
    if (coefficients !== undefined) found.set(JSON.stringify(coefficients), coefficients);
  });
  return [...found.values()];
}

/** Σ c_k z^k by rising powers, coefficients as they were written where that is short. */
function activationLatex(coefficients: readonly Coefficient[]): string {
  const terms = coefficients.flatMap((c, k) => {
    const exact = exactValue(c);
    if (exact.numerator === 0n) return [];
    const power = latexOf(
      polynomialFromTerms(
        ['z'],
        [{ coefficient: { numerator: 1n, denominator: 1n }, factors: k === 0 ? [] : [[0, k]] }],
      ),
    );
    const written = `${c}`;
    const plain = /^-?\d+(\.\d+)?$/.test(written)
      ? written
      : latexOf(polynomialFromTerms([], [{ coefficient: exact, factors: [] }]), { digits: 6 });
    if (k === 0) return [plain];
    return [plain === '1' ? power : plain === '-1' ? `-${power}` : `${plain} \\, ${power}`];
  });
  return terms.length === 0 ? '0' : terms.join(' + ').replaceAll('+ -', '- ');
}

export const count = (n: number): string => `${n}`.replace(/\B(?=(\d{3})+$)/g, '\u202f');
