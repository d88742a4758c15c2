/** One press gives one answer: the key of the last one counts again only after it was let go. A click has no key. */
export class KeyPress {
  private readonly down = new Set<string>();

  /** @param give takes the answer, true when it was taken. @returns whether it was. */
  readonly press = (code: string | null, give: (key: string | null) => boolean): boolean => {
    const key = code || null;
    if (key !== null && this.down.has(key)) return false;
    const isTaken = give(key);
    if (isTaken && key !== null) this.down.add(key);
    return isTaken;
  };

  readonly up = (code: string) => void this.down.delete(code);

  /** The window lost the keys: what was let go elsewhere is not heard of. */
  readonly clear = () => this.down.clear();
}
