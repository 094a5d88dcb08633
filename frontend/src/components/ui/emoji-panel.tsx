import { lazy, Suspense } from "react";

const EmojiPicker = lazy(async () => {
  const { EmojiPicker: picker } = await import("@/components/ui/emoji-picker");
  return { default: picker };
});

/** All emojis with a search; fetched when it is first opened, its room is kept until then. */
export function EmojiPanel({ onSelect }: { onSelect: (emoji: string) => void }) {
  return (
    <div className="h-85 w-84 max-w-[calc(100vw-32px)]">
      <Suspense fallback={null}>
        <EmojiPicker onSelect={onSelect} />
      </Suspense>
    </div>
  );
}
