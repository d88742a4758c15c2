import type { Command } from "@/app/_keyboard/command";
import type { AudioView } from "./audio-view";
import type { ImageView } from "./image-view";
import type { TextView } from "./text-view";

const command = (id: string, keys: string[], label: string, run: Command["run"], repeats = false): Command => ({
  id,
  keys,
  label,
  group: "Item",
  run,
  repeats,
});

export const imageCommands = (view: ImageView): Command[] => [
  command("zoom", ["Space"], "Zoom in, or fit", view.toggle),
  command("zoom-in", ["+", "="], "Larger", view.zoomIn, true),
  command("zoom-out", ["-"], "Smaller", view.zoomOut, true),
  command(
    "pan",
    ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"],
    "Look around",
    ({ key }) => view.panByKey(key),
    true,
  ),
  command("darker", [","], "Darker", () => view.stepLight("brightness", -1), true),
  command("brighter", ["."], "Brighter", () => view.stepLight("brightness", 1), true),
  command("flatter", ["Shift+Comma"], "Less contrast", () => view.stepLight("contrast", -1), true),
  command("sharper", ["Shift+Period"], "More contrast", () => view.stepLight("contrast", 1), true),
  command("reset-view", ["Shift+Space"], "Back to the plain picture", view.reset),
];

export const textCommands = (view: TextView): Command[] => [
  command("zoom", ["Space"], "Larger text", view.toggleLarge),
  scroll(view),
  command("find-text", ["Control+Shift+f"], "Find in the text", () => void view.openFinder()),
  command("white-space", ["."], "Show white space", () => void view.toggleMarks()),
];

export const rowCommands = (view: TextView): Command[] => [scroll(view)];

const scroll = (view: TextView) =>
  command("scroll", ["ArrowUp", "ArrowDown", "PageUp", "PageDown"], "Scroll", ({ key }) => view.scrollByKey(key), true);

export const audioCommands = (view: AudioView): Command[] => [
  command("play", ["Space"], "Play or pause", view.toggle),
  command("back", ["ArrowLeft"], "Back 1 second", () => view.seekBy(-1), true),
  command("forward", ["ArrowRight"], "Forward 1 second", () => view.seekBy(1), true),
  command("back-far", ["Shift+ArrowLeft"], "Back 5 seconds", () => view.seekBy(-5), true),
  command("forward-far", ["Shift+ArrowRight"], "Forward 5 seconds", () => view.seekBy(5), true),
  command("restart", ["ArrowUp"], "Back to the start", view.restart),
  command("loop", ["ArrowDown"], "Loop on or off", view.toggleLoop),
  command("slower", [","], "Slower", () => view.stepRate(-1)),
  command("faster", ["."], "Faster", () => view.stepRate(1)),
];
