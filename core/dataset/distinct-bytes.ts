/** The distinct byte sequences of a file, numbered in the order in which they first appear. */
export class DistinctBytes {
  size = 0;
  private pool = new Uint8Array(1 << 12);
  private ends = new Int32Array(1 << 8);
  private slots = new Int32Array(1 << 9).fill(-1);

  /** The bytes of value `index`; valid until the next `indexOf`. */
  at(index: number): Uint8Array {
    return this.pool.subarray(index === 0 ? 0 : this.ends[index - 1], this.ends[index]);
  }

  /** The number of bytes[start .. end), a new one where they were not seen before. */
  indexOf(bytes: Uint8Array, start: number, end: number): number {
    const mask = this.slots.length - 1;
    let slot = hash(bytes, start, end) & mask;
    for (;;) {
      const index = this.slots[slot] as number;
      if (index === -1) break;
      if (this.isEqual(index, bytes, start, end)) return index;
      slot = (slot + 1) & mask;
    }
    this.slots[slot] = this.size;
    this.add(bytes.subarray(start, end));
    return this.size - 1;
  }

  private isEqual(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const first = index === 0 ? 0 : (this.ends[index - 1] as number);
    if ((this.ends[index] as number) - first !== end - start) return false;
    for (let k = end - start - 1; k >= 0; k--) if (this.pool[first + k] !== bytes[start + k]) return false;
    return true;
  }

  private add(value: Uint8Array): void {
    const first = this.size === 0 ? 0 : (this.ends[this.size - 1] as number);
    if (first + value.length > this.pool.length) {
      const pool = new Uint8Array(2 * (first + value.length));
      pool.set(this.pool);
      this.pool = pool;
    }
    this.pool.set(value, first);
    if (this.size === this.ends.length) {
      const ends = new Int32Array(2 * this.size);
      ends.set(this.ends);
      this.ends = ends;
    }
    this.ends[this.size++] = first + value.length;
    if (2 * this.size > this.slots.length) this.rehash();
  }

  private rehash(): void {
    const mask = 2 * this.slots.length - 1;
    this.slots = new Int32Array(mask + 1).fill(-1);
    for (let index = 0, first = 0; index < this.size; index++) {
      const end = this.ends[index] as number;
      let slot = hash(this.pool, first, end) & mask;
      while (this.slots[slot] !== -1) slot = (slot + 1) & mask;
      this.slots[slot] = index;
      first = end;
    }
  }
}

/** FNV-1a with a final mix, so that its low bits may address a table. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let h = 0x811c9dc5;
  for (let at = start; at < end; at++) h = Math.imul(h ^ (bytes[at] as number), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return h ^ (h >>> 13);
}
