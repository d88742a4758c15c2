const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest half-precision number as its 16 bits, ties to even. */
export function toFloat16(value: number): number {
  float[0] = value;
  const word = bits[0] as number;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    const rounded = magnitude - 0x38000000 + 0x0fff + ((magnitude >>> 13) & 1);
    return sign | (rounded >>> 13);
  }
  // below 2^-14 the halves are multiples of 2^-24
  const steps = Math.abs(float[0]) * 2 ** 24;
  const low = Math.floor(steps);
  const isUp = steps - low > 0.5 || (steps - low === 0.5 && low % 2 === 1);
  return sign | (isUp ? low + 1 : low);
}

export function fromFloat16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
