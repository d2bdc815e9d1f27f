/** The derivative of a program along a direction of its weights, as a program. */
import { nearestDouble } from '../../base/coefficient.ts';
import type { Activation } from '../../network/activation.ts';
import type { Node, Parameter, Program, Value } from '../../network/program.ts';

/**
 * Σ_W Σ_i ∂f/∂W_i · W′_i as a program over the weights W and as many directions W′ after them, named with a prime. A
 * reverse sweep over it gives products of the Hessian with the direction.
 */
export function tangentProgram(program: Program): Program {
  const nodes: Node[] = [];
  const places: string[] = [];
  const push = (node: Node, place: string): Value => {
    places.push(place);
    return nodes.push(node) - 1;
  };
  const count = program.parameters.length;
  const primal: Value[] = [];
  const tangent: (Value | undefined)[] = [];
  program.nodes.forEach((node, value) => {
    const place = program.places[value]!;
    const { shape } = node;
    const moved = 'arguments' in node ? { ...node, arguments: node.arguments.map((a) => primal[a]!) } : node;
    primal.push(push(moved as Node, place));
    const sum = (terms: readonly Value[]): Value | undefined =>
      terms.length < 2
        ? terms[0]
        : push({ operation: 'linear', coefficients: terms.map(() => 1), arguments: terms, shape }, place);
    switch (node.operation) {
      case 'input':
      case 'constant':
        tangent.push(undefined);
        break;
      case 'parameter':
        tangent.push(push({ operation: 'parameter', parameter: count + node.parameter, shape }, place));
        break;
      case 'linear': {
        const moving = node.arguments.flatMap((argument, k) => (tangent[argument] === undefined ? [] : [k]));
        tangent.push(
          moving.length === 0
            ? undefined
            : push(
                {
                  operation: 'linear',
                  coefficients: moving.map((k) => node.coefficients[k]!),
                  arguments: moving.map((k) => tangent[node.arguments[k]!]!),
                  shape,
                },
                place,
              ),
        );
        break;
      }
      case 'einsum': {
        const terms = node.arguments.flatMap((argument, k) => {
          const direction = tangent[argument];
          if (direction === undefined) return [];
          const operands = node.arguments.map((other, j) => (j === k ? direction : primal[other]!));
          return [push({ ...node, arguments: operands }, place)];
        });
        tangent.push(sum(terms));
        break;
      }
      case 'map': {
        const direction = tangent[node.arguments[0]];
        if (direction === undefined) {
          tangent.push(undefined);
          break;
        }
        const activation = derivative(node.activation, place);
        const slope = push({ operation: 'map', activation, arguments: [primal[node.arguments[0]]!], shape }, place);
        const indices = 'abcdefgh'.slice(0, shape.length);
        const specification = `${indices},${indices}->${indices}`;
        tangent.push(push({ operation: 'einsum', specification, arguments: [slope, direction], shape }, place));
      }
    }
  });
  const output =
    tangent[program.output] ??
    push({ operation: 'constant', value: 0, shape: program.nodes[program.output]!.shape }, 'network');
  const symbolic: readonly Parameter[] = program.parameters.map(({ name, shape }) => ({ name, shape }));
  return {
    inputs: program.inputs,
    parameters: [...symbolic, ...symbolic.map(({ name, shape }) => ({ name: `${name}′`, shape }))],
    nodes,
    places,
    output,
  };
}

function derivative({ kind, coefficients, df, taylor }: Activation, place: string): Activation {
  if (coefficients !== undefined) {
    const slopes = coefficients.slice(1).map((c, k) => (k + 1) * nearestDouble(c, place));
    return { kind: `${kind}′`, coefficients: slopes.length === 0 ? [0] : slopes };
  }
  return {
    kind: `${kind}′`,
    ...(df === undefined ? {} : { f: df }),
    ...(taylor === undefined ? {} : { df: (x: number) => 2 * taylor(x, 2)[2]! }),
  };
}
