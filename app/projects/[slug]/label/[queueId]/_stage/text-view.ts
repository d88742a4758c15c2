import type { TextFinder } from "./text-finder";
import { ViewStore } from "./view-store";
import type { WhiteSpaceMarks } from "./white-space-marks";

interface TextState {
  isLarge: boolean;
  /** Asked for and not there yet: keys wait, they would be a label's. */
  isOpening: boolean;
  /** Loaded when it is first asked for; open while it stands here. */
  Finder: typeof TextFinder | null;
  Marks: typeof WhiteSpaceMarks | null;
}

const loadFinder = () => import("./text-finder");
const loadMarks = () => import("./white-space-marks");

/** Places that are remembered; undo goes back over fewer. */
const REMEMBERED = 60;
const LINE = 48;

/** How texts and rows are read: size, marks and search are kept across items, the place in a text comes back with its item. */
export class TextView extends ViewStore<TextState> {
  private scroller: HTMLElement | null = null;
  private readonly places = new Map<number, number>();

  constructor() {
    super({ isLarge: false, isOpening: false, Finder: null, Marks: null });
  }

  /** The scrolling element of an item; returns what to do when it goes. */
  attach(scroller: HTMLElement, itemId: number) {
    this.scroller = scroller;
    const place = this.places.get(itemId) ?? 0;
    // a new element is at its start, and to say so would lay it out at once
    if (place > 0) scroller.scrollTop = place;
    return () => {
      this.scroller = null;
    };
  }

  remember(itemId: number, top: number) {
    this.places.delete(itemId);
    this.places.set(itemId, top);
    const [oldest] = this.places.keys();
    if (this.places.size > REMEMBERED && oldest !== undefined) this.places.delete(oldest);
  }

  toggleLarge = () => this.change({ isLarge: !this.state().isLarge });
  toggleMarks = async () => {
    this.change({ Marks: this.state().Marks ? null : (await loadMarks()).WhiteSpaceMarks });
  };
  openFinder = async () => {
    this.change({ isOpening: true });
    try {
      this.change({ Finder: (await loadFinder()).TextFinder });
    } finally {
      this.change({ isOpening: false });
    }
  };
  closeFinder = () => this.change({ Finder: null });

  scrollByKey = (key: string) => {
    const page = (this.scroller?.clientHeight ?? 0) * 0.85;
    const by = { ArrowUp: -LINE, ArrowDown: LINE, PageUp: -page, PageDown: page }[key] ?? 0;
    this.scroller?.scrollBy({ top: by });
  };
}
