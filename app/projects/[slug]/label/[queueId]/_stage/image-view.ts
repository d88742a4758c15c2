import { ViewStore } from "./view-store";
import { closeZoom, FIT, keepInView, type Size, type Viewport, zoomAround } from "./viewport";

/** From this many screen pixels per pixel of the picture on, its pixels are shown as squares. */
const SQUARES_FROM = 3;
const STEP = 1.25;
/** Of the stage, per press of an arrow. */
const PAN_STEP = 0.12;
const LIGHT_STEP = 0.1;
export const LIGHT_MIN = 0.3;
export const LIGHT_MAX = 3;

interface ImageState {
  /** fit: all of it; close: pixel for pixel, whatever the size of the next one; free: as it was moved. */
  mode: "fit" | "close" | "free";
  brightness: number;
  contrast: number;
}

const ARROWS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["ArrowLeft", [1, 0]],
  ["ArrowRight", [-1, 0]],
  ["ArrowUp", [0, 1]],
  ["ArrowDown", [0, -1]],
]);

export type Light = "brightness" | "contrast";
const sizeOf = ({ clientWidth, clientHeight }: Element): Size => ({ width: clientWidth, height: clientHeight });

/**
 * How pictures are looked at: zoom, place, brightness and contrast, kept across items. Written as CSS variables on the stage,
 * so that neither a key nor the pointer renders anything.
 */
export class ImageView extends ViewStore<ImageState> {
  private stage: HTMLElement | null = null;
  private picture: HTMLImageElement | null = null;
  private view: Viewport = FIT;

  constructor() {
    super({ mode: "fit", brightness: 1, contrast: 1 });
  }

  /** The element in which pictures lie; returns what to do when it goes. */
  attach(stage: HTMLElement) {
    this.stage = stage;
    this.write();
    const observer = new ResizeObserver(() => this.settle());
    observer.observe(stage);
    return () => {
      observer.disconnect();
      this.stage = null;
    };
  }

  /** Another picture is the current one. */
  show(picture: HTMLImageElement) {
    this.picture = picture;
    if (this.state().mode !== "fit") this.settle();
  }

  get isZoomed() {
    return this.state().mode !== "fit";
  }

  toggle = () => {
    if (this.isZoomed) return this.set(FIT, "fit");
    const sizes = this.sizes();
    if (sizes) this.set({ zoom: closeZoom(sizes.natural, sizes.fit, sizes.stage), x: 0, y: 0 }, "close");
  };

  /** @param point in pixels from the middle of the stage. */
  zoomBy = (factor: number, point = { x: 0, y: 0 }) => {
    const sizes = this.sizes();
    if (!sizes) return;
    const next = zoomAround(this.view, { ...sizes, zoom: this.view.zoom * factor, point });
    this.set(next, next.zoom > 1.001 ? "free" : "fit");
  };

  zoomIn = () => this.zoomBy(STEP);
  zoomOut = () => this.zoomBy(1 / STEP);

  /** @param dx of the picture, in pixels of the screen. */
  panBy = (dx: number, dy: number) => {
    const sizes = this.sizes();
    if (!sizes || !this.isZoomed) return;
    const { zoom, x, y } = this.view;
    const { fit, stage } = sizes;
    this.set(keepInView({ zoom, x: x + dx / (fit.width * zoom), y: y + dy / (fit.height * zoom) }, fit, stage));
  };

  /** An arrow looks farther in its direction: the picture moves the other way. */
  panByKey = (key: string) => {
    const { clientWidth = 0, clientHeight = 0 } = this.stage ?? {};
    const [x, y] = ARROWS.get(key) ?? [0, 0];
    this.panBy(x * PAN_STEP * clientWidth, y * PAN_STEP * clientHeight);
  };

  setLight = (light: Light, value: number) => {
    const next = Math.round(Math.min(LIGHT_MAX, Math.max(LIGHT_MIN, value)) * 100) / 100;
    this.change(light === "brightness" ? { brightness: next } : { contrast: next });
    this.write();
  };
  stepLight = (light: Light, steps: 1 | -1) => this.setLight(light, this.state()[light] + steps * LIGHT_STEP);

  reset = () => {
    this.change({ brightness: 1, contrast: 1 });
    this.set(FIT, "fit");
  };

  private sizes() {
    const { stage, picture } = this;
    if (!stage || !picture || picture.naturalWidth === 0) return null;
    const natural = { width: picture.naturalWidth, height: picture.naturalHeight };
    // a picture that is fitted into a larger box is as large as the box allows
    const box = { width: picture.offsetWidth, height: picture.offsetHeight };
    const scale = Math.min(box.width / natural.width, box.height / natural.height);
    return { natural, fit: { width: natural.width * scale, height: natural.height * scale }, stage: sizeOf(stage) };
  }

  /** After a change of size, or of picture: the same place of it, and no empty strip. */
  private settle() {
    const sizes = this.sizes();
    if (!sizes || !this.isZoomed) return;
    const { natural, fit, stage } = sizes;
    const zoom = this.state().mode === "close" ? closeZoom(natural, fit, stage) : this.view.zoom;
    // the place is kept as it was chosen: only what is written is kept in view
    this.write(keepInView({ ...this.view, zoom }, fit, stage));
  }

  private set(view: Viewport, mode = this.state().mode) {
    this.view = view;
    if (mode !== this.state().mode) this.change({ mode });
    this.write();
  }

  private write(view = this.view) {
    const { stage, picture } = this;
    if (!stage) return;
    const { mode, brightness, contrast } = this.state();
    const isFit = mode === "fit";
    const { style, dataset } = stage;
    if (isFit) style.removeProperty("--view");
    else style.setProperty("--view", `scale(${view.zoom}) translate(${view.x * 100}%, ${view.y * 100}%)`);
    if (brightness === 1 && contrast === 1) style.removeProperty("--light");
    else style.setProperty("--light", `brightness(${brightness}) contrast(${contrast})`);
    const shown = isFit || !picture ? 0 : (view.zoom * picture.offsetWidth) / (picture.naturalWidth || 1);
    dataset.zoomed = String(!isFit);
    dataset.squares = String(shown >= SQUARES_FROM);
  }
}
