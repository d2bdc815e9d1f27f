/** What an evidence folder says, without computing anything again. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../base/errors.ts';
import { findEvidence, type Topic, topicOf } from './read-folder.node.ts';
import { type Evidence, parseRecord } from './record.ts';

/** One record, or why it cannot be read. */
export interface ListedRecord extends Topic {
  /** The record's path below the folder that was asked for. */
  readonly file: string;
  readonly record?: Evidence;
  readonly problem?: string;
}

/** The records of a folder, in the order of its manifest. Throws {@link InputError} when it is no evidence folder. */
export async function listEvidence(folder: string): Promise<readonly ListedRecord[]> {
  const { folders } = await findEvidence(folder);
  const listed: ListedRecord[] = [];
  for (const { path, name, manifest } of folders) {
    for (const record of manifest.records) {
      const file = name === '' ? record : `${name}/${record}`;
      const entry = { ...topicOf(manifest), file };
      try {
        listed.push({ ...entry, record: parseRecord(await readFile(join(path, record), 'utf8'), file) });
      } catch (error) {
        listed.push({ ...entry, problem: messageOf(error) });
      }
    }
  }
  return listed;
}
