"use client";
import { useState } from "react";
import type { Command } from "@/app/_keyboard/command";
import type { MediaType } from "@/core/label-set/label-set";
import { AudioView } from "./audio-view";
import { ImageView } from "./image-view";
import { audioCommands, imageCommands, rowCommands, textCommands } from "./stage-commands";
import { TextView } from "./text-view";

export type Stage = { commands: readonly Command[] } & (
  | { media: "image"; view: ImageView }
  | { media: "audio"; view: AudioView }
  | { media: "text" | "table"; view: TextView }
);

function stageOf(media: MediaType): Stage {
  if (media === "image") {
    const view = new ImageView();
    return { media, view, commands: imageCommands(view) };
  }
  if (media === "audio") {
    const view = new AudioView();
    return { media, view, commands: audioCommands(view) };
  }
  const view = new TextView();
  return { media, view, commands: media === "text" ? textCommands(view) : rowCommands(view) };
}

/** How the items of this project are looked at, and the keys for it; one for the whole session. */
export function useStage(media: MediaType): Stage {
  const [stage] = useState(() => stageOf(media));
  return stage;
}
