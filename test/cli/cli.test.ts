import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const iris = join(root, 'examples/networks/iris-cubic');
let folder: string;
const at = (name: string): string => join(folder, name);

/** Runs the command as a user would, from a folder of its own. */
function isserlis(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, out: stdout, err: stderr };
}

const small = {
  inputs: ['u', 'v'],
  outputs: ['score'],
  layers: [
    {
      type: 'dense',
      weight: [
        ['1/2', -1],
        [0.25, 3],
      ],
      bias: [1, 0],
    },
    { type: 'square' },
    { type: 'dense', weight: [[2, '-1/3']] },
  ],
};
// 2(u/2 − v + 1)² − (u/4 + 3v)²/3 by hand: u²(1/2 − 1/48) + uv(−2 − 1/2) + v²(2 − 3) + 2u − 4v + 2.
const expansion = 'score = 23/48*u^2 - 5/2*u*v - v^2 + 2*u - 4*v + 2\n';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-cli-'));
  writeFileSync(at('small.json'), JSON.stringify(small));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('isserlis', () => {
  it('shows help with examples for every command', () => {
    expect(isserlis('--help')).toMatchObject({ status: 0, out: expect.stringContaining('Examples:') });
    for (const command of [
      ['info'],
      ['expand'],
      ['propagate'],
      ['spectrum'],
      ['verify'],
      ['expectation'],
      ['report'],
      ['evidence', 'run'],
      ['evidence', 'list'],
      ['evidence', 'verify'],
    ]) {
      const { status, out } = isserlis(...command, '--help');
      expect([status, /Examples?:/.test(out)], command.join(' ')).toEqual([0, true]);
    }
  });

  it('says its version', () => {
    expect(isserlis('--version').out.trim()).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
  });

  it.each([
    [['expnd'], /Did you mean expand/],
    [['expand'], /missing required argument/],
    [['expand', 'small.json', '--fromat', 'x'], /Did you mean --format/],
  ])('exits with 2 on %j', (args, message) => {
    const { status, err } = isserlis(...args);
    expect(status).toBe(2);
    expect(err).toMatch(message);
  });
});

describe('isserlis info', () => {
  it('says layers, shapes, parameters and bounds', () => {
    const { status, out } = isserlis('info', iris, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      name: 'iris-cubic',
      parameters: 139,
      outputs: [{ name: 'y1', degreeBound: 9, termBound: 715, variables: 4 }, {}, {}],
      notPolynomial: null,
    });
    expect(isserlis('info', 'small.json').out).toMatch(/score +2 +2 +6/);
  });

  it('says why a network has no polynomial', () => {
    writeFileSync(at('relu.json'), JSON.stringify({ inputs: 1, layers: [{ type: 'relu' }] }));
    expect(isserlis('info', 'relu.json').out).toMatch(/No polynomial: layers\[0\] \(relu\)/);
  });
});

describe('isserlis expand', () => {
  it('prints the polynomial, results and notes apart', () => {
    expect(isserlis('expand', 'small.json')).toEqual({ status: 0, out: expansion, err: '' });
  });

  it('shortens text that is long, and says so', () => {
    const { out, err } = isserlis('expand', iris, '--output', '0');
    expect(out).toContain('(695 more terms)');
    expect(err).toContain('--terms all');
  });

  it('keeps weights symbolic', () => {
    expect(isserlis('expand', 'small.json', '--symbolic', '--terms', 'all').out).toContain('u^2*W1_1_1^2*W2_1_1');
  });

  it('writes files whole', () => {
    const { status, out, err } = isserlis('expand', iris, '--format', 'json', '--out', 'iris.json', '--timing');
    expect([status, out]).toEqual([0, '']);
    expect(JSON.parse(readFileSync(at('iris.json'), 'utf8')).outputs[2].terms.length).toBe(715);
    expect(JSON.parse(err.trim().split('\n').at(-1)!)).toMatchObject({
      terms: 2145,
      threads: 1,
      engine: expect.any(String),
      primes: expect.any(Number),
      expandSeconds: expect.any(Number),
      peakBytes: expect.any(Number),
    });
  });

  it.each([
    [['nowhere'], /nowhere: there is no such file or folder/],
    [['small.json', '--output', 'y9'], /there is no output 'y9'.*0 score/],
    [['small.json', '--output', '1'], /there is no output '1'/],
    [['small.json', '--format', 'jsno'], /Did you mean 'json'/],
    [['small.json', '--terms', '0'], /--terms: expected a positive integer/],
    [['small.json', '--format', 'json', '--terms', '3'], /always complete/],
    [['small.json', '--out', 'nowhere/x.json'], /nowhere\/x.json: cannot be written/],
    [['small.json', '--maximum-memory', '1e-9'], /the expansion will not fit: up to .* terms/],
  ])('exits with 2 on %j, naming place and remedy', (args, message) => {
    const { status, out, err } = isserlis('expand', ...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('names the tensor and the file when weights are truncated', () => {
    cpSync(iris, at('cut'), { recursive: true });
    truncateSync(at('cut/model.safetensors'), 600);
    const { status, err } = isserlis('expand', 'cut');
    expect(status).toBe(2);
    expect(err).toMatch(/cut\/model\.safetensors: tensor '.*': its data should end at byte .* truncated/);
  });
});

describe('isserlis verify', () => {
  const save = (
    name: string,
    change: (json: { outputs: { name: string; terms: [string, [number, number][]][] }[]; variables: string[] }) => void,
  ): string => {
    const json = JSON.parse(readFileSync(at('p.json'), 'utf8'));
    change(json);
    writeFileSync(at(name), JSON.stringify(json));
    return name;
  };
  beforeAll(() => {
    isserlis('expand', 'small.json', '--format', 'json', '--out', 'p.json');
  });

  it('verifies, with the error probability', () => {
    const { status, out } = isserlis('verify', 'small.json', 'p.json', '--seed', '7');
    expect(status).toBe(0);
    expect(out).toMatch(/Verified: a wrong polynomial passes with probability below 2\^-2\d\d .*seed 7/);
    expect(isserlis('verify', 'small.json', 'p.json', '--seed', '7').out).toBe(out);
  });

  it('refutes a wrong coefficient, sign, exponent, or missing term, and says where', () => {
    const changes: [string, Parameters<typeof save>[1]][] = [
      [
        'coefficient',
        (p) => {
          p.outputs[0]!.terms[0]![0] = '24/48';
        },
      ],
      [
        'sign',
        (p) => {
          p.outputs[0]!.terms[1]![0] = '5/2';
        },
      ],
      [
        'exponent',
        (p) => {
          p.outputs[0]!.terms[2]![1][0]![1] = 3;
        },
      ],
      [
        'missing',
        (p) => {
          p.outputs[0]!.terms.splice(3, 1);
        },
      ],
    ];
    for (const [name, change] of changes) {
      const { status, out } = isserlis('verify', 'small.json', save(`${name}.json`, change));
      expect([status, out.includes('score: refuted')], name).toEqual([1, true]);
      expect(out).toMatch(/the network has .*, the file/);
    }
  });

  it('exits with 2 on files that are no polynomials of this network', () => {
    expect(
      isserlis(
        'verify',
        'small.json',
        save('names.json', (p) => {
          p.variables = ['u', 'w'];
        }),
      ),
    ).toMatchObject({ status: 2, err: expect.stringContaining('expected those of the network, u, v') });
    expect(
      isserlis(
        'verify',
        'small.json',
        save('output.json', (p) => {
          p.outputs[0]!.name = 'z';
        }),
      ),
    ).toMatchObject({ status: 2 });
    expect(isserlis('verify', 'small.json', 'small.json')).toMatchObject({
      status: 2,
      err: expect.stringContaining('isserlis/polynomial@1'),
    });
    expect(isserlis('verify', 'small.json', 'nowhere.json')).toMatchObject({ status: 2 });
  });
});

describe('isserlis evidence and report', () => {
  it('run, list and verify', () => {
    const run = isserlis('evidence', 'run', '--network', 'small.json', '--out', 'kept', '--seed', '3');
    expect(run.status).toBe(0);
    expect(run.out).toMatch(/expansion-exact +proved +supports/);
    const listed = isserlis('evidence', 'list').out;
    expect(listed).toMatch(/float-forward-error +network +tested/);
    expect(listed).toMatch(/cluster-bound +theory +proved/);
    expect(isserlis('evidence', 'list', 'kept').out).toContain('records/expansion-exact.json');
    expect(isserlis('evidence', 'verify', 'kept')).toMatchObject({
      status: 0,
      out: expect.stringContaining('All confirmed.'),
    });
    writeFileSync(at('kept/inputs/small.json'), JSON.stringify({ ...small, outputs: ['other'] }));
    expect(isserlis('evidence', 'verify', 'kept')).toMatchObject({
      status: 1,
      out: expect.stringContaining('was changed'),
    });
    expect(isserlis('evidence', 'verify', folder)).toMatchObject({ status: 2 });
  });

  it('run claims about theories, with parameters of the user', () => {
    const run = isserlis('evidence', 'run', 'escape-thresholds', '--set', 'powers=2,3', '--out', 'theory');
    expect(run).toMatchObject({ status: 0, out: expect.stringMatching(/theory +escape-thresholds +proved +supports/) });
    expect(readFileSync(at('theory/tables/escape-thresholds-thresholds.csv'), 'utf8').split('\n')[1]).toBe(
      'x^2,1/2,2/3,0.666666666667,yes',
    );
    expect(isserlis('evidence', 'verify', 'theory')).toMatchObject({ status: 0 });
    writeFileSync(at('p.json'), '{ "cluster-bound": { "activations": ["x^2"], "depths": [1], "derivatives": 1 } }');
    const bound = ['--set', 'cluster-bound.bound=even + odd/2 - tensors/2 - 1'];
    const refuted = isserlis('evidence', 'run', 'cluster-bound', '--parameters', 'p.json', ...bound, '--out', 'no');
    expect(refuted).toMatchObject({ status: 1, out: expect.stringContaining('refutes') });
    const wrong = isserlis('evidence', 'run', 'escape-thresholds', '--set', 'powers=a', '--out', 'none');
    expect(wrong).toMatchObject({ status: 2, err: expect.stringContaining('expected a number, got "a"') });
    expect(existsSync(at('none'))).toBe(false);
  });

  it('report a network of the user, and leave a page', () => {
    const { status, out } = isserlis('report', 'small.json', '--out', 'page');
    expect(status).toBe(0);
    expect(out).toMatch(/verified \(error < 2\^-2\d\d\)/);
    expect(existsSync(at('page/report.html'))).toBe(true);
  });

  it('leave a folder alone that holds something else, and one that cannot be written', () => {
    expect(isserlis('evidence', 'run', '--network', 'small.json', '--out', '.')).toMatchObject({
      status: 2,
      err: expect.stringContaining('left alone'),
    });
    expect(isserlis('evidence', 'run', '--network', 'small.json', '--out', '/proc/nowhere')).toMatchObject({
      status: 2,
      err: expect.stringContaining('cannot be written'),
    });
    expect(isserlis('evidence', 'run', 'no-such-claim', '--network', 'small.json')).toMatchObject({
      status: 2,
      err: expect.stringContaining('there is no claim'),
    });
  });
});
