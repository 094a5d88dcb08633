import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { crashText } from "@/app/crash-text";
import { emptyState } from "@/testing/fake/state";
import { renderApp } from "@/testing/render-app";

vi.mock("@/features/sheets/sheets-page", () => ({
  SheetsPage: () => {
    throw new TypeError("nothing to show");
  },
}));

test("a mistake in one screen leaves the others usable and is told to the log", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { user, callsOf } = renderApp("/sheets", emptyState(Date.now()));
  await screen.findByText("This part of the window has stopped");
  expect(callsOf("System.ReportCrash")[0]?.args[0]).toMatch(/^TypeError: nothing to show\n/);
  await user.click(screen.getByRole("link", { name: /Leads/ }));
  await screen.findByRole("heading", { name: "Leads" });
  expect(screen.queryByText("This part of the window has stopped")).toBeNull();
});

test("the log gets places in the code and nothing that people wrote", () => {
  const cause = new SyntaxError('Unexpected token in "my secret"');
  cause.stack = 'SyntaxError: Unexpected token in "my secret"\n    at parse (index.js:1:2)';
  expect(crashText(cause, "\n    at Thread\n")).toBe("SyntaxError: \nat parse (index.js:1:2)\nat Thread");
});
