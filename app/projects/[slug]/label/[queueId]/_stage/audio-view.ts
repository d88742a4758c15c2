import { ViewStore } from "./view-store";

export const RATES: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2];
const AUTOPLAY = "concord.autoplay";

/** What a loaded recording can do. */
export interface AudioControls {
  toggle(): void;
  /** @param by in seconds. */
  seekBy(by: number): void;
  restart(): void;
}

interface AudioState {
  rate: number;
  isLoop: boolean;
  /** Plays by itself when an item comes; a choice of this browser. */
  isAutoplay: boolean;
}

/** How recordings are heard, kept across items; the player comes later than the keys. */
export class AudioView extends ViewStore<AudioState> {
  private controls: AudioControls | null = null;

  constructor() {
    super({ rate: 1, isLoop: false, isAutoplay: false });
  }

  attach(controls: AudioControls) {
    this.controls = controls;
    this.change({ isAutoplay: localStorage.getItem(AUTOPLAY) === "yes" });
    return () => {
      this.controls = null;
    };
  }

  toggle = () => this.controls?.toggle();
  restart = () => this.controls?.restart();
  seekBy = (seconds: number) => this.controls?.seekBy(seconds);
  toggleLoop = () => this.change({ isLoop: !this.state().isLoop });
  setRate = (rate: number) => this.change({ rate });
  stepRate = (steps: 1 | -1) => {
    const at = RATES.indexOf(this.state().rate);
    const rate = RATES[at + steps];
    if (rate) this.setRate(rate);
  };
  setAutoplay = (isAutoplay: boolean) => {
    localStorage.setItem(AUTOPLAY, isAutoplay ? "yes" : "no");
    this.change({ isAutoplay });
  };
}
