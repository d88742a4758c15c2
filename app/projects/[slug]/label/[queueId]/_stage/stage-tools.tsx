"use client";
import { Search, SunMedium, WrapText, ZoomIn } from "lucide-react";
import dynamic from "next/dynamic";
import { useSyncExternalStore } from "react";
import { PopMenu } from "@/app/_components/pop-menu";
import type { ImageView } from "./image-view";
import type { TextView } from "./text-view";
import type { Stage } from "./use-stage";

const LightPanel = dynamic(() => import("./light-panel").then((module) => module.LightPanel), { ssr: false });
const PRESSED = "chip aria-pressed:border-accent aria-pressed:text-accent-strong";

function ImageTools({ view }: { view: ImageView }) {
  const { mode, brightness, contrast } = useSyncExternalStore(view.watch, view.state, view.state);
  const isPlain = brightness === 1 && contrast === 1;
  return (
    <>
      <PopMenu
        placement="below-right"
        name={isPlain ? "Brightness and contrast" : "Brightness and contrast, changed"}
        buttonClass={`chip ${isPlain ? "" : "!border-accent !text-accent-strong"}`}
        button={<SunMedium size={14} aria-hidden="true" />}
      >
        {() => <LightPanel view={view} />}
      </PopMenu>
      <button type="button" className={PRESSED} aria-pressed={mode !== "fit"} onClick={view.toggle}>
        <ZoomIn size={14} aria-hidden="true" /> Zoom <kbd className="max-sm:hidden">Space</kbd>
      </button>
    </>
  );
}

function TextTools({ view }: { view: TextView }) {
  const { isLarge, isMarked, isFinding } = useSyncExternalStore(view.watch, view.state, view.state);
  return (
    <>
      <button
        type="button"
        className={PRESSED}
        aria-pressed={isFinding}
        aria-label="Find in the text"
        onClick={view.openFinder}
      >
        <Search size={14} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={PRESSED}
        aria-pressed={isMarked}
        aria-label="Show white space"
        onClick={view.toggleMarks}
      >
        <WrapText size={14} aria-hidden="true" />
      </button>
      <button type="button" className={PRESSED} aria-pressed={isLarge} onClick={view.toggleLarge}>
        <ZoomIn size={14} aria-hidden="true" /> Larger <kbd className="max-sm:hidden">Space</kbd>
      </button>
    </>
  );
}

/** Buttons for what the keys of the item do; a recording has its own below it. */
export function StageTools({ stage }: { stage: Stage }) {
  if (stage.media === "image") return <ImageTools view={stage.view} />;
  return stage.media === "text" ? <TextTools view={stage.view} /> : null;
}
