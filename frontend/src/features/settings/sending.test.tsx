import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { busyState } from "@/testing/fake/people";
import { renderApp } from "@/testing/render-app";

describe("settings about when campaigns send", () => {
  it("saves limits, hours, days and holidays together", async () => {
    const { user, callsOf } = renderApp("/settings", busyState(Date.now(), 0));
    const section = within(await screen.findByRole("region", { name: "When campaigns send" }));
    expect(section.queryByRole("button", { name: "Save these rules" })).toBeNull();
    await user.click(section.getByRole("checkbox", { name: "Saturday" }));
    fireEvent.change(section.getByLabelText("Quiet hours where people live, from"), {
      target: { value: "20:30" },
    });
    fireEvent.change(section.getByLabelText("Working hours, to"), { target: { value: "00:00" } });
    await user.type(section.getByRole("textbox", { name: "Holidays" }), "2026-12-25, 2026-12-26");
    await user.type(section.getByRole("textbox", { name: "Your time zone" }), "America/Sao_Paulo");
    const days = section.getByRole("textbox", { name: "Days between two campaigns to one person" });
    fireEvent.change(days, { target: { value: "4" } });
    fireEvent.blur(days);
    await user.click(section.getByRole("switch", { name: "Only people who agreed" }));
    await user.click(section.getByRole("button", { name: "Save these rules" }));
    await waitFor(() =>
      expect(callsOf("Settings.Update").at(-1)?.args).toEqual([
        {
          sending: {
            perMinute: 5,
            newPerDay: 30,
            personDays: 4,
            consentOnly: true,
            ramp: [20, 20, 40, 40, 80, 80, 120],
            work: { on: true, days: [1, 2, 3, 4, 5], from: 480, to: 1440 },
            quiet: { on: true, from: 1230, to: 480 },
            zone: "America/Sao_Paulo",
            holidays: ["2026-12-25", "2026-12-26"],
          },
        },
      ]),
    );
  });

  it("takes numbers alone for the slow start", async () => {
    const { user } = renderApp("/settings", busyState(Date.now(), 0));
    const field = await screen.findByRole("textbox", { name: "Slow start of a newly linked number" });
    await user.clear(field);
    await user.type(field, "20, many");
    expect(field).toHaveAccessibleDescription("Write whole numbers with commas between them.");
    expect(screen.queryByRole("button", { name: "Save these rules" })).toBeNull();
  });
});
