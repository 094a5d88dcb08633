import type { CampaignInput, CampaignStep, Variant } from "@/api/types";

/** Changes of a campaign's messages; the backend's limits are here so that the window offers no more. */
export const MOST_STEPS = 8;
export const MOST_VARIANTS = 4;
export const LONGEST_DELAY = 90 * 24 * 60;
const FIRST_DELAY = 2 * 24 * 60;

type Steps = CampaignStep[];

const EMPTY: Variant = { body: "" };

export function addStep(steps: Steps): Steps {
  return [...steps, { variants: [{ ...EMPTY }], delayMinutes: FIRST_DELAY }];
}

/** The first message has nothing before it. */
export function removeStep(steps: Steps, at: number): Steps {
  const left = steps.filter((_, index) => index !== at);
  return left.map((step, index) => (index === 0 ? { ...step, delayMinutes: 0 } : step));
}

export function changeStep(steps: Steps, at: number, change: Partial<CampaignStep>): Steps {
  return steps.map((step, index) => (index === at ? { ...step, ...change } : step));
}

export function changeVariant(steps: Steps, at: number, variant: number, change: Partial<Variant>): Steps {
  return steps.map((step, index) =>
    index === at
      ? {
          ...step,
          variants: step.variants.map((each, which) => (which === variant ? { ...each, ...change } : each)),
        }
      : step,
  );
}

/** Another wording starts from the one that is there. */
export function addVariant(steps: Steps, at: number, from: number): Steps {
  const body = variantOf(steps[at], from)?.body ?? "";
  return changeStep(steps, at, { variants: [...(steps[at]?.variants ?? []), { body }] });
}

export function removeVariant(steps: Steps, at: number, variant: number): Steps {
  const variants = steps[at]?.variants.filter((_, index) => index !== variant) ?? [];
  return changeStep(steps, at, { variants });
}

/** Each person gets the same variant in every step, as far as a step has that many. */
export function variantOf(step: CampaignStep | undefined, variant: number): Variant | undefined {
  return step?.variants[variant % Math.max(1, step.variants.length)];
}

export function variantCount(steps: Steps): number {
  return Math.max(1, ...steps.map((step) => step.variants.length));
}

/** A, B, C, D. */
export function letterOf(variant: number): string {
  return String.fromCharCode(65 + variant);
}

function written({ body, attachment }: Variant): boolean {
  return body.trim() !== "" || Boolean(attachment);
}

/** The first message that has neither words nor a file; -1 when all have. */
export function firstUnwritten(steps: Steps): number {
  return steps.findIndex((step) => !step.variants.every(written));
}

/** WhatsApp shows no words with these. */
export function isWordless({ attachment }: Pick<Variant, "attachment">): boolean {
  return attachment ? ["voice", "audio", "sticker"].includes(attachment.kind) : false;
}

export interface StepProps {
  input: CampaignInput;
  onChange: (change: Partial<CampaignInput> | ((before: CampaignInput) => Partial<CampaignInput>)) => void;
}

export type ChangeSteps = (make: (steps: Steps) => Steps) => void;
