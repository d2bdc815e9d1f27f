/**
 * Products of polynomials, dense and sparse, and the expansion of a network whose weights are indeterminates.
 *
 *     node bench/multiplication.ts               prints ours, one line of JSON a case
 *     node bench/multiplication.ts --write FILE  writes the polynomials for bench/peers/multiplication.py
 */
import { writeFileSync } from 'node:fs';
import { dense, network, square } from 'isserlis/network';
import { expand, multiply, type Polynomial, power } from 'isserlis/symbolic';
import { Philox } from '../src/base/philox.ts';
