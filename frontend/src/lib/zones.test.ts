import { describe, expect, it } from "vitest";
import { momentOf, wallOf } from "@/lib/zones";

describe("zones", () => {
  it("reads a wall time in its zone and back", () => {
    for (const zone of ["UTC", "America/Sao_Paulo", "Asia/Kolkata", "Europe/Berlin"]) {
      const at = momentOf("2026-12-01T09:05", zone) ?? 0;
      expect(wallOf(at, zone)).toBe("2026-12-01T09:05");
    }
    expect(momentOf("2026-12-01T09:00", "Europe/Berlin")).toBe(Date.UTC(2026, 11, 1, 8));
  });

  it("follows the clocks when they change", () => {
    expect(momentOf("2026-03-28T12:00", "Europe/Berlin")).toBe(Date.UTC(2026, 2, 28, 11));
    expect(momentOf("2026-03-29T12:00", "Europe/Berlin")).toBe(Date.UTC(2026, 2, 29, 10));
  });

  it("knows what is no time", () => {
    expect(momentOf("", "UTC")).toBeUndefined();
    expect(momentOf("soon", "UTC")).toBeUndefined();
  });
});
