import type { EnclosedDecimal } from '../symbolic/enclosure/decimal.ts';

/** The decimal where all its digits are right, otherwise the interval, to few digits where its sign is not known. */
export function enclosedText({ decimal, lower, upper, digits }: EnclosedDecimal, wanted: number): string {
  if (digits >= wanted) return decimal;
  if (digits > 0) return `in [${lower}, ${upper}]`;
  return `in [${shortened(lower, -1)}, ${shortened(upper, 1)}]`;
}

/** Three digits, away from zero. */
function shortened(text: string, direction: 1 | -1): string {
  const value = Number(text);
  if (value === 0 || value > 0 !== direction > 0) return '0';
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential(2).split('e');
  return `${direction < 0 ? '-' : ''}${(Number(mantissa) + 0.01).toFixed(2)}e${Number(exponent)}`;
}

/** `1/2 = 0.5`; an exact value that is a whole number, or is written as its decimal, once. */
export const exactOrEnclosed = (exact: string | null, value: EnclosedDecimal, wanted: number): string => {
  const text = enclosedText(value, wanted);
  return exact === null ? text : exact === text || /^-?\d+$/.test(exact) ? exact : `${exact} = ${text}`;
};
