import { describe, expect, it } from 'vitest';
import { type Outcome, runChild } from '../../bench/common/child.ts';

const run = (script: string, limit = 20): Promise<Outcome> =>
  runChild({ command: process.execPath, arguments: ['-e', script], name: 'Node' }, limit);

const say = (line: object): string => `console.log(${JSON.stringify(JSON.stringify(line))});`;
const ready = say({ stage: 'ready', version: 'Thing 1.0' });
const timed = say({ stage: 'timed', best: 0.25, first: 0.5, runs: 3, peakKilobytes: 1000 });
const checked = say({ stage: 'checked', terms: 7, value: '12' });
const forever = 'setInterval(() => {}, 1000);';

describe('a timed process', () => {
  it('reports what it measured', async () => {
    expect(await run(`console.log('a banner');${ready}${timed}${checked}`)).toEqual({
      state: 'finished',
      version: 'Thing 1.0',
      best: 0.25,
      first: 0.5,
      runs: 3,
      peakKilobytes: 1000,
      check: { terms: 7, value: '12' },
    });
  });

  it('is not waited for when it hangs after its last word', async () => {
    expect(await run(`${ready}${timed}${checked}${forever}`)).toMatchObject({ state: 'finished', check: { terms: 7 } });
  });

  it('is stopped at the limit', async () => {
    expect(await run(`${ready}${forever}`, 0.2)).toEqual({ state: 'over limit', limit: 0.2, version: 'Thing 1.0' });
  });

  it('has time to repeat a run that was within the limit', async () => {
    const later = (script: string): string => `setTimeout(() => {${script}}, 600);`;
    const quick = say({ stage: 'timed', best: 0.1, first: 0.1, runs: 3 });
    expect(await run(`${ready}${say({ stage: 'ran' })}${later(quick + checked)}`, 0.3)).toMatchObject({
      state: 'finished',
    });
  });

  it('is over the limit when what it measured is', async () => {
    expect(await run(`${ready}${timed}${checked}`, 0.2)).toMatchObject({ state: 'over limit' });
  });

  it('says what is not installed', async () => {
    expect(await run(say({ stage: 'missing', what: 'flint' }))).toEqual({ state: 'not installed', what: 'flint' });
    expect(await runChild({ command: '/nonexistent/python', arguments: [], name: 'Python' }, 1)).toEqual({
      state: 'not installed',
      what: 'Python',
    });
  });

  it('says what was too large', async () => {
    expect(await run(`${ready}${say({ stage: 'refused', reason: '6 GiB' })}`)).toEqual({
      state: 'refused',
      reason: '6 GiB',
    });
  });

  it('fails with the last line of its errors, or by what ended it', async () => {
    expect(await run(`${ready}console.error('first'); console.error('out of luck'); process.exit(3);`)).toEqual({
      state: 'failed',
      message: 'out of luck',
    });
    expect(await run(`${ready}process.exit(3);`)).toEqual({ state: 'failed', message: 'exit code 3' });
    expect(await run(`${ready}process.kill(process.pid, 'SIGKILL');`)).toEqual({
      state: 'failed',
      message: 'ended by SIGKILL',
    });
  });

  it('fails when it ends in peace without a check', async () => {
    expect(await run(`${ready}${timed}`)).toMatchObject({ state: 'failed' });
    expect(await run(`${ready}${timed}process.exit(1);`)).toMatchObject({ state: 'failed' });
  });
});
