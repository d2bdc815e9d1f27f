/** The cluster graph as a picture: tensors on a circle, an edge for each shared index. */

import { ACCENT, FONT, GRID, INK } from '../figures/style.ts';
import { escapeHtml } from '../report/html.ts';
import { clusterGraph, predictedExponent } from './cluster-graph.ts';
import type { CorrelationFunction } from './correlation-function.ts';
import { correlationText } from './print.ts';

const VERTEX = 19;
const MARGIN = 64;
const LOOP = 44;
/** Distance between the bends of edges side by side. */
const SPREAD = 34;

type Point = readonly [number, number];

/** A whole SVG document, with a title that says what it shows. Vertices carry the derivative's order and the input. */
export function clusterGraphSvg(correlation: CorrelationFunction): string {
  const { tensors } = correlation;
  const graph = clusterGraph(correlation);
  const radius = tensors.length === 1 ? 0 : Math.max(70, 24 * tensors.length);
  const size = 2 * (radius + MARGIN);
  const centre = size / 2;
  const places = tensors.map((_, a): Point => {
    const angle = (2 * Math.PI * a) / tensors.length - Math.PI / 2;
    return [centre + radius * Math.cos(angle), centre + radius * Math.sin(angle)];
  });
  const edges = graph.edges.flatMap(({ pair: [a, b], indices }) =>
    indices.map((index, k) =>
      a === b ? loop(places[a]!, centre, index, k) : edge(places[a]!, places[b]!, index, k - (indices.length - 1) / 2),
    ),
  );
  const vertices = tensors.map(({ input, indices }, a) => vertex(places[a]!, indices.length, input));
  const exponent = predictedExponent(correlation);
  const title = `Cluster graph of ${correlationText(correlation)}: ${graph.even} even and ${graph.odd} odd components, s = ${exponent}`;
  const text = `n_e = ${graph.even}, n_o = ${graph.odd}, s = ${`${exponent}`.replace('-', '−')}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${round(size)}" height="${round(size + 24)}" viewBox="0 0 ${round(size)} ${round(size + 24)}" font-family="${escapeHtml(FONT)}" font-size="13">`,
    `<title>${escapeHtml(title)}</title>`,
    ...edges,
    ...vertices,
    `<text x="${round(centre)}" y="${round(size + 12)}" fill="${INK}" text-anchor="middle">${text}</text>`,
    '</svg>',
    '',
  ].join('\n');
}

const round = (x: number): string => `${Math.round(10 * x) / 10}`;

const label = ([x, y]: Point, text: string): string =>
  `<text x="${round(x)}" y="${round(y + 4)}" fill="${ACCENT}" text-anchor="middle" stroke="#fff" stroke-width="4" paint-order="stroke">${escapeHtml(text)}</text>`;

function edge([x, y]: Point, [u, v]: Point, index: string, offset: number): string {
  const length = Math.hypot(u - x, v - y);
  const bend = offset * 2 * SPREAD;
  const control: Point = [(x + u) / 2 - ((v - y) / length) * bend, (y + v) / 2 + ((u - x) / length) * bend];
  const middle: Point = [(x + 2 * control[0] + u) / 4, (y + 2 * control[1] + v) / 4];
  return `<path d="M ${round(x)} ${round(y)} Q ${round(control[0])} ${round(control[1])} ${round(u)} ${round(v)}" fill="none" stroke="${ACCENT}" stroke-width="1.5"/>${label(middle, index)}`;
}

function loop([x, y]: Point, centre: number, index: string, k: number): string {
  const away = Math.hypot(x - centre, y - centre);
  // Outwards; up for a single vertex.
  const outwards = away === 0 ? -Math.PI / 2 : Math.atan2(y - centre, x - centre);
  const angle = outwards + (k % 2 === 0 ? 1 : -1) * Math.ceil(k / 2) * 1.1;
  const reach = LOOP * 1.7;
  const at = (turn: number, distance: number): Point => [
    x + distance * Math.cos(angle + turn),
    y + distance * Math.sin(angle + turn),
  ];
  const [from, to] = [at(-0.7, reach), at(0.7, reach)];
  return `<path d="M ${round(x)} ${round(y)} C ${round(from[0])} ${round(from[1])} ${round(to[0])} ${round(to[1])} ${round(x)} ${round(y)}" fill="none" stroke="${ACCENT}" stroke-width="1.5"/>${label(at(0, LOOP + 4), index)}`;
}

function vertex([x, y]: Point, order: number, input: number): string {
  const derivative = order === 0 ? '' : order === 1 ? '∂' : `∂${superscript(order)}`;
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${VERTEX}" fill="#fff" stroke="${order === 0 ? GRID : INK}" stroke-width="1.5"/><text x="${round(x)}" y="${round(y + 4)}" fill="${INK}" text-anchor="middle" font-size="11">${derivative}f(${input})</text>`;
}

const superscript = (n: number): string => [...`${n}`].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]!).join('');
