const MARK = "\u2063";

/** Stands for the part of a translated sentence that `Emphasised` sets in bold. */
export const EMPHASIS = MARK;

/** A sentence with `strong` in bold where the translation put it; user text never passes through markup. */
export function Emphasised({ sentence, strong }: { sentence: string; strong: string }) {
  const [before, after] = sentence.split(MARK);
  if (after === undefined) return sentence;
  return (
    <>
      {before}
      <b dir="auto" className="font-semibold">
        {strong}
      </b>
      {after}
    </>
  );
}
