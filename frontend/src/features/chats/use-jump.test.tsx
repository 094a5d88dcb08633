import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ToastProvider } from "@/components/ui/toast";
import { fakeMessage } from "@/testing/fake/message";
import { threadRows } from "./thread-rows";
import { type JumpTarget, useJump } from "./use-jump";

const rowsOf = (...ids: number[]) =>
  threadRows(
    ids.map((id) => fakeMessage({ id, chatId: 1, at: id * 1000 })),
    { divider: { id: 0, count: 0 }, complete: false },
  );

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function jump(target: JumpTarget | null) {
  const onOlder = vi.fn();
  const scrollTo = vi.fn();
  const start = { rows: rowsOf(8, 9), target, complete: false, loadingOlder: false, onOlder, scrollTo };
  const hook = renderHook((props: typeof start) => useJump(props), {
    initialProps: start,
    wrapper: ({ children }) => <ToastProvider closeLabel="Close">{children}</ToastProvider>,
  });
  return { ...hook, start, onOlder, scrollTo };
}

describe("useJump", () => {
  it("goes to a loaded message and marks it for a moment", () => {
    const { result, scrollTo, onOlder } = jump({ id: 9 });
    expect(scrollTo).toHaveBeenCalledExactlyOnceWith(2);
    expect(result.current).toBe(9);
    act(() => void vi.advanceTimersByTime(1200));
    expect(result.current).toBe(0);
    expect(onOlder).not.toHaveBeenCalled();
  });

  it("asks for older messages, one page after the other, until it is there", () => {
    const { result, rerender, start, scrollTo, onOlder } = jump({ id: 3 });
    expect(onOlder).toHaveBeenCalledTimes(1);
    rerender({ ...start, loadingOlder: true });
    expect(onOlder).toHaveBeenCalledTimes(1);
    rerender({ ...start, rows: rowsOf(5, 6, 8, 9) });
    expect(onOlder).toHaveBeenCalledTimes(2);
    expect(scrollTo).not.toHaveBeenCalled();
    rerender({ ...start, rows: rowsOf(3, 4, 5, 6, 8, 9) });
    expect(scrollTo).toHaveBeenCalledExactlyOnceWith(1);
    expect(result.current).toBe(3);
  });

  it("gives up at the beginning, and goes to the same message twice when asked twice", () => {
    const { result, rerender, start, scrollTo, onOlder } = jump({ id: 3 });
    rerender({ ...start, complete: true });
    expect(result.current).toBe(0);
    expect(onOlder).toHaveBeenCalledTimes(1);
    rerender({ ...start, target: { id: 9 } });
    rerender({ ...start, target: { id: 9 } });
    expect(scrollTo).toHaveBeenCalledTimes(2);
  });
});
