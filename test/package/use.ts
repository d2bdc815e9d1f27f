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
