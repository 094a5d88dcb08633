import type { ComponentProps } from "react";
import { usePlayable } from "@/hooks/use-playable";

/** A film that every web view plays. */
export function Film({ src, ...rest }: ComponentProps<"video"> & { src: string }) {
  return <video src={usePlayable(src)} playsInline {...rest} />;
}
