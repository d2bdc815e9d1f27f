/** What the tensors of the hierarchy will take, before they are made. */
import { TooLargeError } from '../../base/errors.ts';

/** 1 GiB of doubles. */
const MOST_NUMBERS = 2 ** 27;
/** A minute or two of products. */
const MOST_PRODUCTS = 2 ** 37;

export interface HierarchySize {
  /** Inputs × outputs. */
  readonly size: number;
  /** Training inputs × outputs. */
  readonly trained: number;
  readonly outputs: number;
  readonly weights: number;
  /** How many numbers a Hessian times a gradient has. */
  readonly image: number;
}

/** Five tensors of order four, all P_ab, and their inner products. */
function numbersOf({ image }: HierarchySize, size: number, trained: number): number {
  const pairs = size * trained + (size - trained) * trained;
  return 5 * size * trained ** 3 + pairs * (image + pairs);
}

/** A series of order two of one output: three products forwards and three back for each weight. */
const productsOf = ({ weights }: HierarchySize, size: number, trained: number): number =>
  ((size * trained * (trained + 3)) / 2) * 6 * weights;

/** Throws {@link TooLargeError}, which names how many training inputs fit. */
export function requireHierarchyFits(needed: HierarchySize): void {
  const { size, trained, outputs } = needed;
  const fits = (count: number): boolean => {
    const all = size - trained + count;
    return numbersOf(needed, all, count) <= MOST_NUMBERS && productsOf(needed, all, count) <= MOST_PRODUCTS;
  };
  if (fits(trained)) return;
  let most = Math.floor(trained / outputs);
  while (most > 0 && !fits(most * outputs)) most--;
  const mebibytes = Math.ceil(numbersOf(needed, size, trained) / 2 ** 17);
  throw new TooLargeError(
    'tangent hierarchy',
    `the tensors O₃ and O₄ of ${trained} training inputs × outputs and ${size - trained} others take ${mebibytes} MiB and ${productsOf(needed, size, trained).toExponential(0)} products; 1024 MiB and ${MOST_PRODUCTS.toExponential(0)} products are allowed`,
    most > 0
      ? `Use at most ${most} training inputs with this network and these other inputs, or leave the prediction out`
      : 'No training input fits: use a narrower network or fewer other inputs, or leave the prediction out',
  );
}
