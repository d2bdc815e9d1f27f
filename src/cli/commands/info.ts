import type { Network } from '../../network/network.ts';
import type { ExpansionSize } from '../../symbolic/size.ts';
import type { Command } from '../command.ts';
import { table, writeResult } from '../output.ts';

export const command: Command = {
  register(program) {
    program
      .command('info')
      .summary('layers, shapes, parameters, degree and term bounds')
      .description('Says what a network is and how large its explicit polynomial can be, without expanding it.')
      .argument('<NET>', 'a folder that holds network.json, or the JSON file')
      .option('--symbolic', 'count every weight as an indeterminate')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        '\nExamples:\n  isserlis info examples/networks/iris-cubic\n  isserlis info examples/networks/iris-cubic --json',
      )
      .action(async (path: string, options: { symbolic?: true; json?: true }) => {
        const { readNetwork } = await import('../../network/read-network.ts');
        const report = await describe(await readNetwork(path), options.symbolic === true);
        await writeResult([options.json === true ? `${JSON.stringify(report, null, 2)}\n` : asText(report)]);
      });
  },
};

interface Report {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly parameters: number;
  readonly layers: readonly {
    readonly type: string;
    readonly shape: readonly number[];
    readonly parameters: number;
    readonly degreeBound: number | null;
  }[];
  readonly outputs: readonly {
    readonly name: string;
    readonly degreeBound: number | null;
    readonly termBound: number | null;
    readonly variables: number | null;
  }[];
  readonly estimatedBytes: number | null;
  /** Why it has no polynomial; null when it has one. */
  readonly notPolynomial: string | null;
}

async function describe(network: Network, symbolic: boolean): Promise<Report> {
  const { outputNames, trace } = await import('../../network/network.ts');
  const { summarise } = await import('../../network/summary.ts');
  const { indeterminateEntries, unknownsOf, withSymbolicWeights } = await import('../../symbolic/indeterminates.ts');
  const { interpret } = await import('../../symbolic/interpret.ts');
  const { Degree } = await import('../../symbolic/rings/degree.ts');
  const { variableCount } = await import('../../symbolic/rings/support.ts');
  const { expansionSize } = await import('../../symbolic/size.ts');
  const { InputError } = await import('../../base/errors.ts');
  const traced = trace(network);
  const program = symbolic ? withSymbolicWeights(traced) : traced;
  const unknowns = unknownsOf(program);
  const degrees: number[] = [];
  let size: ExpansionSize | undefined;
  let notPolynomial: string | null = null;
  try {
    interpret(program, Degree, {
      ...indeterminateEntries(unknowns, Degree, () => 1),
      onNode: (value, entries) => {
        degrees[value] = Math.max(...entries.map((entry) => entry ?? -Infinity));
      },
    });
    size = expansionSize(program, unknowns);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    notPolynomial = `${error.where}: ${error.problem}`;
  }
  const layers = summarise(network, program);
  const finite = (n: number | undefined): number | null => (n === undefined || !Number.isFinite(n) ? null : n);
  return {
    name: network.name,
    inputs: network.inputs,
    parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0),
    layers: layers.map(({ type, shape, parameters, value }) => ({
      type,
      shape,
      parameters,
      degreeBound: finite(degrees[value]),
    })),
    outputs: outputNames(network, program).map((name, k) => {
      const bound = size?.outputs[k];
      return {
        name,
        degreeBound: finite(bound?.degree),
        termBound: finite(bound?.terms),
        variables: bound === undefined ? null : variableCount(bound.variables),
      };
    }),
    estimatedBytes: finite(size?.bytes),
    notPolynomial,
  };
}

function asText({ name, inputs, parameters, layers, outputs, estimatedBytes, notPolynomial }: Report): string {
  const count = (n: number | null): string =>
    n === null ? '–' : n < 1e15 ? n.toLocaleString('en') : n.toExponential(2);
  const listed = inputs.length > 8 ? `${inputs.slice(0, 8).join(', ')}, …` : inputs.join(', ');
  const sections = [
    `${name}: ${inputs.length} inputs (${listed}), ${outputs.length} outputs, ${count(parameters)} parameters`,
    table([
      ['layer', 'type', 'shape', 'parameters', 'degree ≤'],
      ...layers.map((layer, index) => [
        `${index}`,
        layer.type,
        `[${layer.shape.join(', ')}]`,
        count(layer.parameters),
        count(layer.degreeBound),
      ]),
    ]),
    table([
      ['output', 'name', 'variables', 'degree ≤', 'terms ≤'],
      ...outputs
        .slice(0, LISTED)
        .map((output, index) => [
          `${index}`,
          output.name,
          count(output.variables),
          count(output.degreeBound),
          count(output.termBound),
        ]),
    ]) + (outputs.length > LISTED ? `\n… ${outputs.length - LISTED} more outputs; --json has them all` : ''),
    notPolynomial === null
      ? `Expanding takes about ${megabytes(estimatedBytes)} at the peak.`
      : `No polynomial: ${notPolynomial}.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

/** Outputs shown as text. */
const LISTED = 20;

const megabytes = (bytes: number | null): string =>
  bytes === null
    ? 'more memory than there is'
    : bytes < 2 ** 20
      ? 'a megabyte or less'
      : `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MiB`;
