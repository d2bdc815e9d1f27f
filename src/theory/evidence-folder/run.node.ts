/** Gathers evidence about networks and theories into a folder. */
import { join } from 'node:path';
import { key } from '../../base/philox.ts';
import { type Progress, silent } from '../../base/progress.ts';
import type { Network } from '../../network/network.ts';
import type { Verdict } from '../claim.ts';
import type { NotApplicable } from '../report/claims-section.ts';
import { indexPage } from '../report/index-page.ts';
import { loadMathematics } from '../report/mathematics.node.ts';
import { version } from '../version.ts';
import { chooseClaims } from './choose-claims.ts';
import { REPORT_FILE } from './derived-files.ts';
import { folderWriter } from './folder-writer.node.ts';
import { type NetworkInputs, networkInputs, sha256 } from './inputs.node.ts';
import { COLLECTION_FORMAT, MANIFEST, manifestText } from './manifest.ts';
import { nestedProgress } from './nested-progress.ts';
import { writeNetworkFolder } from './network-folder.node.ts';
import { type OutputFolder, outputFolder } from './output-folder.node.ts';
import type { Parameters } from './parameters.ts';
import { THEORY_TOPIC, type Topic } from './read-folder.node.ts';
import type { Evidence } from './record.ts';
import { writeTheoryFolder } from './theory-folder.node.ts';

export interface EvidenceOptions {
  /** Folders or files of networks, or networks built in code; one or several, or none for claims about theories. */
  readonly networks?: string | Network | readonly (string | Network)[];
  /** Whether all claims about theories are checked. */
  readonly theory?: boolean;
  /** The folder to write. */
  readonly out: string;
  /** The claims to check, by id; all about networks, and with `theory` all about theories, when left out. */
  readonly claims?: readonly string[];
  /** By claim: parameters in the places of its defaults, of the same shapes. */
  readonly parameters?: Parameters;
  /** 1 when left out. */
  readonly seed?: number;
  readonly progress?: Progress;
}

/** The evidence about one network, or about theories. */
export interface EvidenceFolder extends Topic {
  readonly folder: string;
  readonly records: readonly Evidence[];
  readonly notApplicable: readonly NotApplicable[];
  readonly report: string;
}

export interface EvidenceRun {
  readonly out: string;
  readonly folders: readonly EvidenceFolder[];
  /** The page to open: a report, or the index of several. */
  readonly page: string;
  /** refutes if any claim is refuted, else inconclusive if any is not decided. */
  readonly verdict: Verdict;
}

/**
 * Checks claims and writes a folder with the records, the polynomials of networks, tables, figures and a report: `out` itself
 * for one network or for claims about theories alone; else a folder in it for each network, `theory` for those about
 * theories, and an index. The same arguments write the same bytes.
 *
 * The folder appears when all is done; a run that fails leaves nothing, and one that is killed leaves `out.partial`,
 * whose finished records the next run takes over. Evidence that was at `out` is replaced; anything else is not touched.
 *
 * Throws {@link InputError} on networks that cannot be read or are not polynomial, claims and parameters that do not exist or
 * fit, and an `out` that cannot be written or holds something else; {@link TooLargeError} when an expansion would not fit.
 */
export async function runEvidence(options: EvidenceOptions): Promise<EvidenceRun> {
  const { networks = [], out, parameters = {}, seed = 1, progress = silent } = options;
  key(seed, 'evidence');
  const list = [networks].flat() as readonly (string | Network)[];
  const chosen = chooseClaims(options, list.length);
  const inputs: NetworkInputs[] = [];
  for (const given of list) inputs.push(await networkInputs(given));
  const topics = [
    ...inputs.map(({ network }): Topic => ({ about: 'network', name: network.name })),
    ...(chosen.theory.length > 0 ? [THEORY_TOPIC] : []),
  ];
  const folders = topics.length === 1 ? [''] : folderNames(topics);
  const output = await outputFolder(out);
  try {
    const mathematics = await loadMathematics();
    const written: Written[] = [];
    for (const [index, topic] of topics.entries()) {
      const nested = nestedProgress(progress, index, topics.length, topic.name);
      const writer = folderWriter(output, folders[index]!);
      const input = inputs[index];
      const part =
        input === undefined
          ? {
              records: await writeTheoryFolder(chosen.theory, { parameters, seed }, writer, nested),
              notApplicable: [],
            }
          : await writeNetworkFolder(input, chosen.network, { parameters, seed }, writer, mathematics, nested);
      written.push({ ...topic, ...part });
    }
    if (topics.length > 1) await writeCollection(written, folders, output);
    await output.finish();
    return summary(out, folders, written);
  } catch (error) {
    await output.discard();
    throw error;
  }
}

interface Written extends Topic {
  readonly records: readonly Evidence[];
  readonly notApplicable: readonly NotApplicable[];
}

async function writeCollection(
  written: readonly Written[],
  folders: readonly string[],
  output: OutputFolder,
): Promise<void> {
  const index = indexPage(
    written.map((one, i) => ({ ...one, folder: folders[i]! })),
    version,
  );
  await output.write('index.html', index);
  await output.write(
    MANIFEST,
    manifestText({ format: COLLECTION_FORMAT, version, folders, files: { 'index.html': sha256(index) } }),
  );
}

function summary(out: string, folders: readonly string[], written: readonly Written[]): EvidenceRun {
  const verdicts = written.flatMap(({ records }) => records.map(({ finding }) => finding.verdict));
  return {
    out,
    folders: written.map((one, i) => ({
      ...one,
      folder: join(out, folders[i]!),
      report: join(out, folders[i]!, REPORT_FILE),
    })),
    page: join(out, folders.length === 1 ? REPORT_FILE : 'index.html'),
    verdict: (['refutes', 'inconclusive'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'supports',
  };
}

/** Names for folders: letters, digits, dots, underscores and hyphens, no two alike; `theory` is kept for what is about theories. */
function folderNames(topics: readonly Topic[]): readonly string[] {
  const used = new Set<string>(topics.includes(THEORY_TOPIC) ? [THEORY_TOPIC.name] : []);
  return topics.map((topic) => {
    if (topic === THEORY_TOPIC) return THEORY_TOPIC.name;
    const safe = topic.name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '') || 'network';
    let folder = safe;
    for (let n = 2; used.has(folder.toLowerCase()); n++) folder = `${safe}-${n}`;
    used.add(folder.toLowerCase());
    return folder;
  });
}
