/**
 * Bad input: the caller gave something that cannot be used. The message says where, what was expected, what came and
 * what to do about it. The command line prints it without a stack and exits with 2.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  /** The place: a file, a layer (`layers[2] (dense)`), a tensor, an option. */
  readonly where: string;
  /** What was expected and what came. */
  readonly problem: string;
  /** What to do; empty where the problem already says it. */
  readonly remedy: string;

  constructor(where: string, problem: string, remedy = '') {
    super(`${where}: ${problem}${remedy === '' ? '' : `. ${remedy}`}`);
    this.where = where;
    this.problem = problem;
    this.remedy = remedy;
  }
}

/** A job whose size, estimated before it starts, is over the limit in force. */
export class TooLargeError extends InputError {}

/** The message of anything thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
