/** What a picture may take of the screen, in CSS pixels. */
export interface Bounds {
  maxWidth: number;
  maxHeight: number;
  minWidth: number;
  minHeight: number;
}

/**
 * The room for a picture before it is there, so that nothing moves when it comes. Pictures of unknown size get a
 * common shape; very long or very wide ones are cut to the bounds.
 */
export function fitInto(width: number, height: number, bounds: Bounds): { width: number; height: number } {
  const known = width > 0 && height > 0;
  const scale = known
    ? Math.min(bounds.maxWidth / width, bounds.maxHeight / height, 1)
    : bounds.maxWidth / 4 / 80;
  const clamp = (value: number, min: number, max: number) => Math.round(Math.min(max, Math.max(min, value)));
  return {
    width: clamp((known ? width : 320) * scale, bounds.minWidth, bounds.maxWidth),
    height: clamp((known ? height : 240) * scale, bounds.minHeight, bounds.maxHeight),
  };
}
