/** How long a wait still takes. */
export function Countdown({ text, tone = "text-info" }: { text: string; tone?: string }) {
  return (
    <span aria-hidden className={`shrink-0 font-semibold text-20 tabular-nums tracking-tight ${tone}`}>
      {text}
    </span>
  );
}
