import { describe, expect, test } from "vitest";
import { findCommand } from "@/app/_keyboard/command";
import { keysInForce, ORDINARY_KEYS, type OwnKeys } from "@/core/label-set/own-keys";
import { type DeskActions, deskCommands, keyTargets } from "./desk-commands";

const labels = [
  { key: "cat", name: "Cat", shortcut: "1" },
  { key: "dog", name: "Dog", shortcut: "a" },
].map((label, k) => ({
  ...label,
  projectId: 1,
  id: k,
  color: k,
  description: null,
  position: k,
  parent: null,
  retiredAt: null,
}));

function pressing(own: OwnKeys, { enterAccepts = false } = {}) {
  const done: string[] = [];
  const note = (name: string) => () => void done.push(name);
  const actions: DeskActions = {
    answer: (label, certainty) => done.push(`${label} ${certainty}`),
    skip: note("skip"),
    accept: note("accept"),
    palette: note("palette"),
    undo: note("undo"),
    flag: note("flag"),
    comment: note("comment"),
    guidelines: note("guidelines"),
    explain: note("explain"),
    find: note("find"),
    sheet: note("sheet"),
    break: note("break"),
    steps: null,
  };
  const keys = keysInForce(keyTargets(labels), own);
  const commands = deskCommands(labels, actions, { keys, singleKeys: own.singleKeys, enterAccepts, item: [] });
  return (code: string, key: string, modifiers: { ctrlKey?: boolean; shiftKey?: boolean } = {}) => {
    done.length = 0;
    const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
    const event = { code, key, ...plain, ...modifiers } as KeyboardEvent;
    findCommand(commands, event)?.run(event);
    return done.join();
  };
}

describe("keys of the label screen", () => {
  test("ordinary ones: digits by their place, letters by what they write, Shift for not sure", () => {
    const press = pressing(ORDINARY_KEYS);
    expect(press("Digit1", "&")).toBe("cat sure");
    expect(press("Numpad1", "1")).toBe("cat sure");
    expect(press("KeyQ", "a")).toBe("dog sure");
    expect(press("Digit1", "!", { shiftKey: true })).toBe("cat unsure");
    expect(press("KeyS", "s")).toBe("skip");
    expect(press("Slash", "?", { shiftKey: true })).toBe("sheet");
    expect(press("Semicolon", ";")).toBe("break");
    expect(press("Enter", "Enter")).toBe("");
  });

  test("own keys take the place of the ordinary ones, for labels and commands", () => {
    const press = pressing({ singleKeys: true, commands: { skip: "x", undo: "-" }, labels: { cat: "s" } });
    expect(press("KeyX", "x")).toBe("skip");
    expect(press("KeyS", "s")).toBe("cat sure");
    expect(press("KeyS", "S", { shiftKey: true })).toBe("cat unsure");
    expect(press("Digit1", "1")).toBe("");
    expect(press("Backspace", "Backspace")).toBe("");
    expect(press("Minus", "-")).toBe("undo");
    expect(press("KeyZ", "z", { ctrlKey: true })).toBe("undo");
  });

  test("switched off, no key alone does anything", () => {
    const press = pressing({ ...ORDINARY_KEYS, singleKeys: false });
    for (const [code, key] of [
      ["Digit1", "1"],
      ["KeyA", "a"],
      ["KeyS", "s"],
      ["Backspace", "Backspace"],
      ["Space", " "],
      ["Slash", "/"],
    ] as const)
      expect(press(code, key)).toBe("");
    expect(press("KeyZ", "z", { ctrlKey: true })).toBe("undo");
    expect(press("KeyK", "k", { ctrlKey: true })).toBe("palette");
  });

  test("Enter takes the suggestion only where the queue says so", () => {
    expect(pressing(ORDINARY_KEYS, { enterAccepts: true })("Enter", "Enter")).toBe("accept");
  });
});
