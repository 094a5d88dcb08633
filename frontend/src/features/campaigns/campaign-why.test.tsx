import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Campaign, CampaignCounts } from "@/api/types";
import "@/i18n/i18n";
import { CampaignWhy } from "./campaign-why";

const running = { state: "running", pausedBy: "", pausedReason: "" } as Campaign;
const counts = { uncertain: 0 } as CampaignCounts;

describe("why nothing is being sent", () => {
  it.each([
    ["minute_cap", "Enough for this minute."],
    ["day_cap", "Enough for today."],
    ["ramp", "Enough for today: your number is new here."],
    ["halved_cap", "Enough for today: WhatsApp found you too fast."],
    ["rate_limited", "WhatsApp says this number is sending too fast."],
    ["look_up_limit", "WhatsApp lets no more numbers be looked up for now."],
    ["new_chats", "Enough new conversations for today."],
    ["restricted", "WhatsApp lets this number start no new chats for now."],
    ["hours", "Outside of your working hours."],
    ["holiday", "You do not work today."],
    ["quiet", "It is night where they are."],
  ] as const)("says %s with a countdown", (reason, text) => {
    render(
      <CampaignWhy campaign={running} counts={counts} waiting={{ reason, until: Date.now() + 3_600_000 }} />,
    );
    expect(screen.getByText(text)).toBeVisible();
    expect(screen.getByText(/goes on in/)).toBeVisible();
  });

  it("names no time where there is none", () => {
    render(<CampaignWhy campaign={running} counts={counts} waiting={{ reason: "no_time", until: 0 }} />);
    expect(screen.getByText("There is no time for the rest.")).toBeVisible();
    expect(screen.queryByText(/goes on in/)).toBeNull();
  });
});
