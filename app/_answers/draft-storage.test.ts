import { expect, it } from "vitest";
import { type DraftStorage, Drafts } from "./draft-storage";

function memory(room = Number.POSITIVE_INFINITY): DraftStorage & { all: Map<string, string> } {
  const all = new Map<string, string>();
  return {
    all,
    getItem: (key) => all.get(key) ?? null,
    setItem: (key, value) => {
      if (all.size >= room && !all.has(key)) throw new DOMException("full", "QuotaExceededError");
      all.set(key, value);
    },
    removeItem: (key) => void all.delete(key),
    key: (index) => [...all.keys()][index] ?? null,
    get length() {
      return all.size;
    },
  };
}

it("keeps a draft per person, queue and item, and gives it back", () => {
  const storage = memory();
  const ann = new Drafts(storage, { userId: 1, queueId: 1 });
  ann.write(7, "a");
  ann.write(7, "b");
  expect(ann.read(7)).toBe("b");
  expect(new Drafts(storage, { userId: 2, queueId: 1 }).read(7)).toBeNull();
  expect(new Drafts(storage, { userId: 1, queueId: 2 }).read(7)).toBeNull();
  ann.remove(7);
  expect(ann.read(7)).toBeNull();
});

it("forgets what is old, leaves what is not its own, and survives a full disk and strange content", () => {
  const storage = memory(3);
  let now = 0;
  const drafts = new Drafts(storage, { userId: 1, queueId: 1 }, () => now);
  storage.all.set("other", "1");
  drafts.write(1, "old");
  now = 15 * 86_400_000;
  drafts.write(2, "new");
  drafts.prune();
  expect([...storage.all.keys()]).toEqual(["other", "concord-draft:1:1:2"]);
  storage.all.set("concord-draft:1:1:3", "{broken");
  expect(drafts.read(3)).toBeNull();
  drafts.write(4, "no room");
  expect(drafts.read(4)).toBeNull();
  expect(storage.all.get("other")).toBe("1");
});
