/** Several polynomials in the same variables: what a network computes. */
import { InputError } from '../base/errors.ts';
import type { Polynomial } from './polynomial.ts';
import { latexName, latexOf } from './printing/latex.ts';
import { displayInNotebooks } from './printing/notebook.ts';
import { textOf } from './printing/text.ts';

export interface NamedPolynomial {
  readonly name: string;
  readonly polynomial: Polynomial;
}

/** x ↦ (f₁(x), …, f_m(x)), each output with its name. */
export class PolynomialMap {
  readonly variables: readonly string[];
  readonly outputs: readonly NamedPolynomial[];

  constructor(variables: readonly string[], outputs: readonly NamedPolynomial[]) {
    this.variables = variables;
    this.outputs = outputs;
  }

  /** The polynomial of an output, by name or index from 0; of the first output when left out. Throws {@link InputError} when there is none. */
  output(which: string | number = 0): Polynomial {
    return this.outputs[
      outputIndex(
        this.outputs.map(({ name }) => name),
        which,
      )
    ]!.polynomial;
  }

  toString(): string {
    return this.outputs.map(({ name, polynomial }) => `${name} = ${textOf(polynomial)}`).join('\n');
  }
}

// One line of mathematics for each output, long ones cut.
displayInNotebooks(PolynomialMap, ({ outputs }) => {
  const lines = outputs.map(
    ({ name, polynomial }) => `${latexName(name)} &= ${latexOf(polynomial, { terms: 10, digits: 6 })}`,
  );
  const text = outputs.map(({ name, polynomial }) => `${name} = ${textOf(polynomial, { terms: 10 })}`);
  return { 'text/latex': `$$\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}$$`, 'text/plain': text.join('\n') };
});

/** The index of an output given by name or by index from 0; text is a name first. Throws {@link InputError} listing the outputs. */
export function outputIndex(names: readonly string[], which: string | number): number {
  const byName = typeof which === 'number' ? -1 : names.indexOf(which);
  const index = byName >= 0 ? byName : /^\d+$/.test(`${which}`) ? Number(which) : -1;
  if (index >= 0 && index < names.length) return index;
  const listed = names
    .slice(0, 20)
    .map((name, i) => `${i} ${name}`)
    .join(', ');
  throw new InputError(
    'output',
    `there is no output '${which}'`,
    `Its outputs, by index from 0 and name, are ${listed}${names.length > 20 ? ', …' : ''}`,
  );
}
