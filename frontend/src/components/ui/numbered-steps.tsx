/** What to do one after the other. */
export function NumberedSteps({ steps }: { steps: string[] }) {
  return (
    <ol className="grid content-start gap-2.5">
      {steps.map((step, index) => (
        <li key={step} className="grid grid-cols-[24px_minmax(0,1fr)] gap-3">
          <span
            aria-hidden
            className="grid size-6 place-items-center rounded-full bg-accent-wash font-semibold text-12 text-accent"
          >
            {index + 1}
          </span>
          <span className="pt-0.5">{step}</span>
        </li>
      ))}
    </ol>
  );
}
