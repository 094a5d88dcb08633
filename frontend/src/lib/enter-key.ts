/**
 * Tells a real Enter from the one that ends a word in a Chinese, Japanese or Korean input method. WKWebView
 * says `compositionend` before the keydown, so `isComposing` is already false there; key code 229 within half a
 * second of the end is that same key, once.
 */
export class CompositionGuard {
  private composing = false;
  private endedAt = Number.NEGATIVE_INFINITY;

  start(): void {
    this.composing = true;
  }

  end(at: number): void {
    this.composing = false;
    this.endedAt = at;
  }

  /** True when the key belongs to the input method and must be left alone. */
  owns(event: { isComposing: boolean; keyCode: number; timeStamp: number }): boolean {
    if (this.composing || event.isComposing) return true;
    if (event.keyCode === 229 && event.timeStamp - this.endedAt < 500) {
      this.endedAt = Number.NEGATIVE_INFINITY;
      return true;
    }
    return false;
  }
}
