import fc from 'fast-check';
import { type Network, networkToJson } from '../../network/network.ts';

/** The same network, shown in fast-check's reports as the JSON that `parseNetwork` reads. */
export const readable = (net: Network): Network =>
  Object.defineProperty({ ...net }, fc.toStringMethod, { value: () => JSON.stringify(networkToJson(net)) });
