"""Singular, by the binary that comes with passagemath-singular. Its own clock times it; the network is in its memory."""
import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution

from job import FEWEST, LONG, MOST, SPENT, Dense, Variable, job_and_options, say

try:
    package = distribution('passagemath-singular')
    binary = next(file.locate() for file in package.files if str(file).endswith('sage_wheels/bin/Singular'))
except (PackageNotFoundError, StopIteration):
    say('missing', what='passagemath-singular')
    sys.exit(0)

job, _ = job_and_options()
entry = lambda e: f'x({e + 1})' if isinstance(e, Variable) else f'({e})'
setup, body = [f'ring r = 0, (x(1..{job.variables})), dp;'], []
current = [f'x({i + 1})' for i in range(job.inputs)]
for number, layer in enumerate(job.layers):
    if isinstance(layer, Dense):
        rows, columns = len(layer.weight), len(layer.weight[0])
        flat = ','.join(entry(w) for row in layer.weight for w in row)
        setup.append(f'matrix W{number}[{rows}][{columns}] = {flat};')
        setup.append(f'matrix b{number}[{rows}][1] = {",".join(entry(b) for b in layer.bias)};')
        body.append(f'h = W{number} * h + b{number};')
    else:
        coefficients = ' + '.join(
            f'({c})' if k == 0 else ('s' + '*s' * (k - 1) if k < 2 else f's^{k}') if c == 1 else f'({c})*s^{k}'
            for k, c in enumerate(layer) if c
        )
        body.append(f'for (i = nrows(h); i > 0; i--) {{ s = h[i,1]; h[i,1] = {coefficients}; }}')
point = ''.join(f'f = subst(f, x({i + 1}), {x});' for i, x in enumerate(job.point))
script = f"""
{chr(10).join(setup)}
proc expandnetwork() {{ int i; poly s; matrix h[{job.inputs}][1] = {','.join(current)}; {' '.join(body)} return (h[1,1]); }}
system("--ticks-per-sec", 1000000);
int t; int spent; int best; int first; int runs; int last; poly f;
"READY " + string(system("version"));
while (runs < {MOST} and spent < {int(LONG * 1e6)} and (runs < {FEWEST} or spent < {int(SPENT * 1e6)})) {{
  t = rtimer; f = expandnetwork(); last = rtimer - t;
  if (runs == 0) {{ first = last; best = last; "RAN"; }}
  if (last < best) {{ best = last; }}
  spent = spent + last; runs++;
}}
"TIMED " + string(best) + " " + string(first) + " " + string(runs);
int terms = size(f);
{point}
"VALUE " + string(terms) + " " + string(f);
quit;
"""
singular = subprocess.Popen(
    [str(binary), '-q', '--no-rc'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
)
singular.stdin.write(script)
singular.stdin.close()


def peak():
    try:
        with open(f'/proc/{singular.pid}/status') as status:
            return int(next(line for line in status if line.startswith('VmHWM')).split()[1])
    except (OSError, StopIteration):
        return None


for line in singular.stdout:
    word, *rest = line.split()  or ['']
    if word == 'READY':
        release = int(rest[0])
        say('ready', version=f'Singular {release // 10000}.{release // 1000 % 10}.{release // 100 % 10} (passagemath-singular {package.version})')
    elif word == 'RAN':
        most = peak()
        say('ran')
    elif word == 'TIMED':
        best, first, runs = (int(part) for part in rest)
        say('timed', best=best / 1e6, first=first / 1e6, runs=runs, peakKilobytes=most)
    elif word == 'VALUE':
        numerator, _, denominator = rest[1].partition('/')
        value = int(numerator) * pow(int(denominator or 1), -1, job.prime) % job.prime
        say('checked', terms=int(rest[0]), value=str(value))
    elif '?' in line:
        sys.exit(line.strip())
sys.exit(singular.wait())
