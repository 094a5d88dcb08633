import { renderHook, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { usePlayable } from "@/hooks/use-playable";

afterEach(() => vi.restoreAllMocks());

test("is the address itself where the web view can read it, and for what is in memory already", () => {
  expect(renderHook(() => usePlayable("/media/1", false)).result.current).toBe("/media/1");
  expect(renderHook(() => usePlayable("blob:x", true)).result.current).toBe("blob:x");
});

test("is an address in memory elsewhere, given back when nobody needs it", async () => {
  URL.createObjectURL = vi.fn(() => "blob:made");
  URL.revokeObjectURL = vi.fn();
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response("film"));
  const { result, unmount } = renderHook(() => usePlayable("/media/1", true));
  expect(result.current).toBeUndefined();
  await waitFor(() => expect(result.current).toBe("blob:made"));
  unmount();
  await waitFor(() => expect(URL.revokeObjectURL).toHaveBeenCalledWith("blob:made"));
});

test("leaves it to the player to say what is wrong with a file", async () => {
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response("", { status: 404 }));
  const { result } = renderHook(() => usePlayable("/media/2", true));
  await waitFor(() => expect(result.current).toBe("/media/2"));
});
