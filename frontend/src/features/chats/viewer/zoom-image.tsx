import { type PointerEvent, useState } from "react";
import { cn } from "@/lib/cn";

interface ZoomImageProps {
  src: string;
  alt: string;
  zoom: number;
  onZoom: (zoom: number) => void;
}

/** A picture as large as the window lets it; the wheel and a double click enlarge it, and then it can be dragged. */
export function ZoomImage({ src, alt, zoom, onZoom }: ZoomImageProps) {
  const [offset, setOffset] = useState({ x: 0, y: 0 });
  const [here, setHere] = useState(false);
  const at = zoom === 1 ? { x: 0, y: 0 } : offset;
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (event.buttons !== 1 || zoom === 1) return;
    setOffset({ x: at.x + event.movementX, y: at.y + event.movementY });
  };
  const toggle = () => {
    setOffset({ x: 0, y: 0 });
    onZoom(zoom === 1 ? 2.5 : 1);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard has +, - and 0
    <div
      className={cn(
        "absolute inset-0 touch-none overflow-hidden",
        zoom > 1 && "cursor-grab active:cursor-grabbing",
      )}
      onWheel={(event) => onZoom(zoom * (event.deltaY < 0 ? 1.15 : 1 / 1.15))}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={toggle}
    >
      <img
        src={src}
        alt={alt}
        draggable={false}
        onLoad={() => setHere(true)}
        className={cn("size-full object-contain transition-opacity", !here && "opacity-0")}
        style={{ transform: `translate(${at.x}px, ${at.y}px) scale(${zoom})` }}
      />
    </div>
  );
}
