/**
 * When to draw: whatever happens within a frame is drawn once.
 *
 * @module
 */

/** Shortest time between two pictures: few displays show more. */
const FRAME_MS = 16;

/** Calls for pictures. */
export class FrameTimer {
  readonly #draw: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawnAt = -Infinity;
  #isPaused = false;

  /** Takes what draws a picture. */
  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** Whether nothing is drawn. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Draws at the end of this turn, or of the frame if one was drawn in it. */
  soon(): void {
    if (this.#isPaused || this.#timer !== undefined) return;
    const wait = this.#drawnAt + FRAME_MS - performance.now();
    this.#drawIn(Math.max(0, wait));
  }

  /** Draws when nothing called for it anew for so long. */
  afterQuiet(ms: number): void {
    this.#cancel();
    if (!this.#isPaused) this.#drawIn(ms);
  }

  /** Draws now. */
  now(): void {
    this.#cancel();
    if (this.#isPaused) return;
    this.#drawnAt = performance.now();
    this.#draw();
  }

  /** Draws nothing until it goes on. */
  pause(): void {
    this.#cancel();
    this.#isPaused = true;
  }

  /** Goes on. */
  resume(): void {
    this.#isPaused = false;
    this.soon();
  }

  #drawIn(ms: number): void {
    this.#timer = setTimeout(() => this.now(), ms);
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
