import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";
import { useLive } from "@/api/live";
import { useInboxView } from "@/features/chats/inbox-store";
import { useLeadsView } from "@/features/leads/leads-store";
import { startI18n } from "@/i18n/i18n";

configure({ asyncUtilTimeout: 4000 });
startI18n("en");

// What jsdom lacks: sizes for virtual lists, media queries, observers.
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.assign(globalThis, { ResizeObserver: Observer, IntersectionObserver: Observer });
window.matchMedia = (media) => ({
  media,
  matches: media.includes("min-width"),
  onchange: null,
  addListener: () => undefined,
  removeListener: () => undefined,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  dispatchEvent: () => false,
});
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 800 },
  clientWidth: { configurable: true, get: () => 800 },
  offsetHeight: { configurable: true, get: () => 60 },
  offsetWidth: { configurable: true, get: () => 800 },
});
Object.assign(URL, { createObjectURL: () => "blob:picture", revokeObjectURL: () => undefined });
HTMLMediaElement.prototype.play = async function play(this: HTMLMediaElement) {
  this.dispatchEvent(new Event("play"));
};
HTMLMediaElement.prototype.pause = function pause(this: HTMLMediaElement) {
  this.dispatchEvent(new Event("pause"));
};
HTMLMediaElement.prototype.canPlayType = () => "";
Element.prototype.scrollTo = () => undefined;
Element.prototype.getAnimations = () => [];
document.hasFocus = () => true;

afterEach(() => {
  cleanup();
  window.location.hash = "";
  useInboxView.setState(useInboxView.getInitialState());
  useLive.setState(useLive.getInitialState());
  useLeadsView.setState(useLeadsView.getInitialState());
});
