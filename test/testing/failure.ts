/** What fast-check reports and what the property threw, as one text. Throws when nothing failed. */
export function failureOf(check: () => void): string {
  try {
    check();
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error ? `${message}\n${cause.message}` : message;
  }
  throw new Error('expected a failure, got none');
}
