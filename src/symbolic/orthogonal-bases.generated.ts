// Written by `npm run registries` from src/symbolic/bases/orthogonal/: do not edit.
import { basisType as basesOrthogonalChebyshev } from './bases/orthogonal/chebyshev.ts';
import { basisType as basesOrthogonalGegenbauer } from './bases/orthogonal/gegenbauer.ts';
import { basisType as basesOrthogonalHermite } from './bases/orthogonal/hermite.ts';
import { basisType as basesOrthogonalLaguerre } from './bases/orthogonal/laguerre.ts';
import { basisType as basesOrthogonalLegendre } from './bases/orthogonal/legendre.ts';
import { basisType as basesOrthogonalPhysicistsHermite } from './bases/orthogonal/physicists-hermite.ts';
import { basisType as basesOrthogonalSecondKindChebyshev } from './bases/orthogonal/second-kind-chebyshev.ts';
import { basisType as basesOrthogonalSphereGegenbauer } from './bases/orthogonal/sphere-gegenbauer.ts';
import type { OrthogonalBasisType } from './polynomial-basis.ts';

export const orthogonalBasisTypes: readonly OrthogonalBasisType[] = [
  basesOrthogonalChebyshev,
  basesOrthogonalGegenbauer,
  basesOrthogonalHermite,
  basesOrthogonalLaguerre,
  basesOrthogonalLegendre,
  basesOrthogonalPhysicistsHermite,
  basesOrthogonalSecondKindChebyshev,
  basesOrthogonalSphereGegenbauer,
];
