/**
 * Pairs rows with columns one to one so that first the number of admissible pairs and then the sum of their scores is largest.
 *
 * Hungarian method with potentials on the cost "one whole pair, then its score"; greedy pairing can lose pairs.
 *
 * Returns for each row its column, -1 for none. Cost: O(rows^2 x columns) with rows <= columns, else mirrored.
 * Source: Kuhn (1955), Nav. Res. Logist. Q. 2; Jonker & Volgenant (1987), Computing 38.
 *
 * @param scores row-major, 0..1 for an admissible pair, NaN for one that must not be made.
 * @example bestPairs([0.6, 0.5, 0.9, NaN], 2, 2) // 1, 0: two pairs before the best single one
 */
export function bestPairs(scores: ArrayLike<number>, rows: number, columns: number): Int32Array {
  if (rows > columns) {
    const mirrored = Float64Array.from(
      { length: scores.length },
      (_, cell) => scores[(cell % rows) * columns + Math.floor(cell / rows)] as number,
    );
    const pairs = new Int32Array(rows).fill(-1);
    bestPairs(mirrored, columns, rows).forEach((row, column) => {
      if (row >= 0) pairs[row] = column;
    });
    return pairs;
  }
  // a pair outweighs all scores together, which sum to at most `rows`
  const whole = rows + 1;
  const cost = Float64Array.from({ length: rows * columns }, (_, cell) => {
    const score = scores[cell] as number;
    return Number.isNaN(score) ? 0 : -whole - score;
  });
  const pairs = leastCost(cost, rows, columns);
  return pairs.map((column, row) => (Number.isNaN(scores[row * columns + column] as number) ? -1 : column));
}

/** The column of each row in a complete pairing of least cost; rows <= columns. Index 0 stands for "none yet". */
function leastCost(cost: Float64Array, rows: number, columns: number): Int32Array {
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    rowOf[0] = row;
    augment({ cost, columns, rowPotential, columnPotential, rowOf });
  }
  const pairs = new Int32Array(rows);
  for (let column = 1; column <= columns; column++)
    if ((rowOf[column] as number) > 0) pairs[(rowOf[column] as number) - 1] = column - 1;
  return pairs;
}

interface Matching {
  cost: Float64Array;
  columns: number;
  rowPotential: Float64Array;
  columnPotential: Float64Array;
  rowOf: Int32Array;
}

/** Finds a shortest augmenting path for the row in rowOf[0] and flips it. */
function augment({ cost, columns, rowPotential, columnPotential, rowOf }: Matching): void {
  const slack = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(columns + 1);
  const isDone = new Uint8Array(columns + 1);
  let column = 0;
  do {
    isDone[column] = 1;
    const row = rowOf[column] as number;
    let [least, nearest] = [Number.POSITIVE_INFINITY, 0];
    for (let other = 1; other <= columns; other++) {
      if (isDone[other] === 1) continue;
      const reduced =
        (cost[(row - 1) * columns + other - 1] as number) -
        (rowPotential[row] as number) -
        (columnPotential[other] as number);
      if (reduced < (slack[other] as number)) {
        slack[other] = reduced;
        before[other] = column;
      }
      if ((slack[other] as number) < least) {
        least = slack[other] as number;
        nearest = other;
      }
    }
    for (let other = 0; other <= columns; other++) {
      if (isDone[other] === 1) {
        const owner = rowOf[other] as number;
        rowPotential[owner] = (rowPotential[owner] as number) + least;
        columnPotential[other] = (columnPotential[other] as number) - least;
      } else slack[other] = (slack[other] as number) - least;
    }
    column = nearest;
  } while (rowOf[column] !== 0);
  for (let at = column; at !== 0; at = before[at] as number) rowOf[at] = rowOf[before[at] as number] as number;
}
