"use client";
import { lazy, Suspense, useSyncExternalStore } from "react";
import { PopMenu } from "@/app/_components/pop-menu";
import type { ImageView } from "./image-view";
import { Sign } from "./sign";
import type { TextView } from "./text-view";
import type { Stage } from "./use-stage";

const LightPanel = lazy(async () => ({ default: (await import("./light-panel")).LightPanel }));
const SUN =
  "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM12 3v1M12 20v1M3 12h1M20 12h1M18.4 5.6l-.7.7M6.3 17.7l-.7.7M5.6 5.6l.7.7M17.7 17.7l.7.7";
const GLASS = "M19 11a8 8 0 1 1-16 0 8 8 0 0 1 16 0zM21 21l-4.3-4.3";

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
        button={<Sign path={SUN} />}
      >
        {() => (
          <Suspense fallback={null}>
            <LightPanel view={view} />
          </Suspense>
        )}
      </PopMenu>
      <button type="button" className={PRESSED} aria-pressed={mode !== "fit"} onClick={view.toggle}>
        Zoom <kbd className="max-sm:hidden">Space</kbd>
      </button>
    </>
  );
}

function TextTools({ view }: { view: TextView }) {
  const { isLarge, Finder, Marks } = useSyncExternalStore(view.watch, view.state, view.state);
  return (
    <>
      <button
        type="button"
        className={PRESSED}
        aria-pressed={Finder !== null}
        aria-label="Find in the text"
        onClick={() => void view.openFinder()}
      >
        <Sign path={GLASS} />
      </button>
      <button
        type="button"
        className={PRESSED}
        aria-pressed={Marks !== null}
        aria-label="Show white space"
        onClick={() => void view.toggleMarks()}
      >
        <span aria-hidden="true">¶</span>
      </button>
      <button type="button" className={PRESSED} aria-pressed={isLarge} onClick={view.toggleLarge}>
        Larger <kbd className="max-sm:hidden">Space</kbd>
      </button>
    </>
  );
}

/** Buttons for what the keys of the item do; a recording has its own below it. */
export function StageTools({ stage }: { stage: Stage }) {
  if (stage.media === "image") return <ImageTools view={stage.view} />;
  return stage.media === "text" ? <TextTools view={stage.view} /> : null;
}
