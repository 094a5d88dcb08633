/** Without digits, which are parts of emojis too. */
const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0f|\s)+$/u;

/** How many emojis a text consists of, when it is nothing else; 0 otherwise. */
export function emojiCount(text: string): number {
  if (text.length > 64 || !EMOJI.test(text)) return 0;
  let count = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)) {
    if (segment.trim() !== "") count += 1;
  }
  return count;
}
