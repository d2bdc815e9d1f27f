/** The slope s and intercept of log y = intercept + s log x by least squares; undefined for fewer than two distinct x. */
export function powerLaw(
  points: readonly { readonly x: number; readonly y: number }[],
): { readonly exponent: number; readonly intercept: number } | undefined {
  const logs = points.filter(({ x, y }) => x > 0 && y > 0).map(({ x, y }) => [Math.log(x), Math.log(y)] as const);
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [meanX, meanY] = [mean(logs.map(([x]) => x)), mean(logs.map(([, y]) => y))];
  const spread = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (!(spread > 0)) return undefined;
  const exponent = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  return { exponent, intercept: meanY - exponent * meanX };
}
