import { ViewStore } from "./view-store";

interface TextState {
  isLarge: boolean;
  /** White space is marked. */
  isMarked: boolean;
  isFinding: boolean;
}

/** Places that are remembered; undo goes back over fewer. */
const REMEMBERED = 60;
const LINE = 48;

/** How texts and rows are read: size, marks and search are kept across items, the place in a text comes back with its item. */
export class TextView extends ViewStore<TextState> {
  private scroller: HTMLElement | null = null;
  private readonly places = new Map<number, number>();

  constructor() {
    super({ isLarge: false, isMarked: false, isFinding: false });
  }

  /** The scrolling element of an item; returns what to do when it goes. */
  attach(scroller: HTMLElement, itemId: number) {
    this.scroller = scroller;
    scroller.scrollTop = this.places.get(itemId) ?? 0;
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
  toggleMarks = () => this.change({ isMarked: !this.state().isMarked });
  openFinder = () => this.change({ isFinding: true });
  closeFinder = () => this.change({ isFinding: false });

  scrollByKey = (key: string) => {
    const page = (this.scroller?.clientHeight ?? 0) * 0.85;
    const by = { ArrowUp: -LINE, ArrowDown: LINE, PageUp: -page, PageDown: page }[key] ?? 0;
    this.scroller?.scrollBy({ top: by });
  };
}
