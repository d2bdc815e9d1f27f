import { InputError } from '../../base/errors.ts';
import { key as keyOf } from '../../base/philox.ts';
import { fillUniforms } from '../../numeric/random/fill.ts';
import { type CheckedRow, checkedFinding, decimal, rounded } from '../checked-table.ts';
import type { TheoryClaim } from '../claim.ts';
import { powerLaw } from '../symmetric/power-law.ts';
import {
  monomialPotential,
  recoveryExponent,
  recoveryTimes,
  sphericalRecoveryTime,
} from '../symmetric/recovery-time.ts';
import { symmetricFlow } from '../symmetric/symmetric-flow.ts';

type Kind = 'spherical' | 'unnormalised';

type Parameters = {
  readonly exponents: readonly number[];
  readonly starts: readonly number[];
  readonly cosine: number;
  /** How far a fitted exponent may be from that of theory. */
  readonly margin: number;
  /** Random starts, for the conserved quantity and the root of unity that is reached. */
  readonly angles: number;
  readonly times: readonly {
    readonly exponent: number;
    readonly kind: string;
    readonly start: number;
    readonly time: string;
  }[];
};

const KINDS: readonly Kind[] = ['spherical', 'unnormalised'];
/** Of the integrator for a step, and of an invariant along a flow: some hundred steps, at angles that shrink. */
const [STEP, DRIFT] = [1e-11, 1e-6];

export const claim: TheoryClaim<Parameters> = {
  id: 'symmetric-flow-times',
  about: 'theory',
  title: 'Recovery times of symmetric single-index models',
  statement:
    'The flow of F(m) = m^s/s from overlap r₀ recovers the direction in a time that grows as r₀^(−(s−2)) on the sphere and as r₀^(−2(s−1)(s−2)/s) without normalisation; on the sphere the time is s (T_s(end) − T_s(r₀)) in closed form; (r/q)^s sin(sθ), q² = ‖u‖² − r², is conserved (by the integrator to 10^(−6) of itself); an s-th root of unity times the direction is reached, the one nearest to the start; the times given are right in every digit.',
  source:
    'Zweig and Bruna, "Symmetric single-index learning", arXiv:2310.02117; the squared error without normalisation is our reading of its modified loss',
  tier: 'observed',
  defaults: {
    exponents: [3, 4, 5],
    starts: [0.02, 0.01, 0.005],
    cosine: 0.9,
    margin: 0.01,
    angles: 12,
    times: [
      { exponent: 3, kind: 'spherical', start: 0.01, time: '100.35' },
      { exponent: 3, kind: 'unnormalised', start: 0.01, time: '501.01' },
    ],
  },
  quick: { exponents: [3], angles: 4 },
  check({ exponents, starts, cosine, margin, angles, times }, { seed }, progress) {
    if (!Number.isSafeInteger(angles) || angles < 1 || angles > 1000)
      throw new InputError('angles', `expected an integer from 1 to 1000, got ${angles}`);
    const series: { readonly name: string; readonly points: readonly { readonly x: number; readonly y: number }[] }[] =
      [];
    const fits: CheckedRow[] = [];
    for (const [i, s] of exponents.entries())
      for (const kind of KINDS) {
        progress(i, exponents.length + 1, `s = ${s}, ${kind}`);
        const found = recoveryTimes(monomialPotential(s), starts, { kind, cosine });
        const fit = powerLaw(found.map(({ start, time }) => ({ x: start, y: time })));
        const theory = recoveryExponent(s, kind);
        const closed = Math.max(
          ...found.map(({ start, time }) => Math.abs(time / sphericalRecoveryTime(s, start, cosine) - 1)),
        );
        const off = kind === 'spherical' ? decimal(closed, 2) : '';
        fits.push({
          cells: [`${s}`, kind, decimal(fit.exponent), decimal(fit.lower), decimal(fit.upper), decimal(theory), off],
          holds: Math.abs(fit.exponent - theory) <= margin && (kind !== 'spherical' || closed < 1e-7),
        });
        series.push({
          name: `s = ${s}, ${kind}`,
          points: found.map(({ start, time }) => ({ x: start, y: rounded(time) })),
        });
      }
    progress(exponents.length, exponents.length + 1, 'random starts');
    const turned = exponents.flatMap((s) => KINDS.map((kind) => randomStarts(s, kind, cosine, angles, seed)));
    const quoted = times.map((row): CheckedRow => {
      const kind = KINDS.find((one) => one === row.kind);
      if (kind === undefined)
        throw new InputError('times', `expected the kind spherical or unnormalised, got '${row.kind}'`);
      const [{ time } = { time: Number.NaN }] = recoveryTimes(monomialPotential(row.exponent), [row.start], {
        kind,
        cosine,
      });
      const digits = row.time.split('.')[1]?.length ?? 0;
      return {
        cells: [`${row.exponent}`, kind, `${row.start}`, decimal(time, 9), row.time],
        holds: time.toFixed(digits) === row.time,
      };
    });
    return checkedFinding(
      [
        {
          name: 'exponents',
          caption: `Slopes of log time to cosine ${cosine} against log r_0 for r_0 = ${starts.join(', ')}, with the range between neighbours; how far the times on the sphere are from the closed form, relatively.`,
          header: ['s', 'flow', 'slope', 'least', 'largest', 'theory', 'off closed form'],
          alignment: 'rlrrrrr',
          rows: fits,
        },
        {
          name: 'random-starts',
          caption:
            'From starts at random angles: the largest drift of the conserved quantity, relatively, and how often the nearest root of unity is reached.',
          header: ['s', 'flow', 'starts', 'largest drift', 'nearest root'],
          alignment: 'rlrrr',
          rows: turned,
        },
        {
          name: 'times',
          caption: `Times to cosine ${cosine} beside those given.`,
          header: ['s', 'flow', 'r_0', 'time', 'given'],
          alignment: 'rlrrr',
          rows: quoted,
        },
      ],
      `Slopes ${fits.map(({ cells }) => cells[2]).join(', ')} against ${fits.map(({ cells }) => cells[5]).join(', ')} of theory; the conserved quantity drifts by ${turned.map(({ cells }) => cells[3]).join(', ')} at most; ${times.length} times as given.`,
      {
        plots: [
          {
            name: 'times',
            caption: `Time to cosine ${cosine} by the overlap at the start.`,
            x: { title: 'overlap r₀ at the start', logarithmic: true },
            y: { title: 'time', logarithmic: true },
            series,
          },
        ],
      },
    );
  },
};

/** Starts of overlap 0.3 at angles in a sector around a root of unity, within 9/10 of the way to where the overlap falls. */
function randomStarts(s: number, kind: Kind, cosine: number, count: number, seed: number): CheckedRow {
  const uniforms = fillUniforms(new Float64Array(2 * count), keyOf(seed, 'symmetric-flow-times'));
  let [drift, reached] = [0, 0];
  for (let i = 0; i < count; i++) {
    const root = Math.floor(s * uniforms[2 * i]!);
    const aside = (0.9 * Math.PI * (2 * uniforms[2 * i + 1]! - 1)) / (2 * s);
    const angle = (2 * Math.PI * root) / s + aside;
    const r = 0.3;
    const flow = symmetricFlow(
      {
        potential: monomialPotential(s),
        teacher: Float64Array.of(1, 0, 0, 0),
        start: Float64Array.of(r * Math.cos(angle), r * Math.sin(angle), Math.sqrt(1 - r * r), 0),
        kind,
      },
      { cosine, tolerance: STEP },
    );
    drift = Math.max(drift, flow.invariantDrift ?? Infinity);
    const turns = ((flow.last.angle / (2 * Math.PI)) * s - root) / s;
    // Within half a sector of the root, whole turns apart.
    if (flow.reached && Math.abs(turns - Math.round(turns)) * s < 0.25) reached++;
  }
  return {
    cells: [`${s}`, kind, `${count}`, decimal(drift, 2), `${reached}`],
    holds: drift < DRIFT && reached === count,
  };
}
