/** One line of `npm run bench`. */
export function benchRow({
  what,
  value,
  unit,
  goal,
}: {
  what: string;
  value: number;
  unit: string;
  goal: string;
}): string {
  const shown = value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toPrecision(3);
  return `${what.padEnd(64)} ${shown.padStart(12)}  ${unit.padEnd(8)} ${goal}\n`;
}
