import { BackendError } from "@/api/client";
import type { mediaApi } from "@/api/media";
import type { FileKind, Staged } from "@/api/types";
import type { Emit, FakeState } from "@/testing/fake/state";

const MAX = 100 * 2 ** 20;

export function fakeMedia(state: FakeState, emit: Emit): typeof mediaApi {
  const growing = (id: string) => {
    const file = state.staged.find((each) => each.id === id);
    if (!file) throw new BackendError("conflict", "The file is no longer there. Choose it again.");
    return file;
  };
  return {
    stage: async (name, size) => {
      if (size > MAX)
        throw new BackendError("invalid", `“${name}” has ${size >> 20} MB. At most 100 MB can be sent.`);
      state.nextId += 1;
      const file: Staged = {
        id: `staged-${state.nextId}`,
        name,
        size,
        mime: "",
        as: "",
        canBe: [],
        width: 0,
        height: 0,
        durationMs: 0,
      };
      state.staged.push(file);
      return file;
    },
    keep: async (id, as) => {
      const file = growing(id);
      state.staged = state.staged.filter((each) => each !== file);
      state.nextId += 1;
      const { name, mime, size, width, height, durationMs } = file;
      return {
        mediaId: state.nextId,
        kind: as || "image",
        name,
        mime,
        size,
        width,
        height,
        durationMs,
        thumb: "",
      };
    },
    append: async (id) => {
      growing(id);
    },
    finish: async (id) => {
      const file = growing(id);
      const kinds = kindsOf(file.name);
      Object.assign(file, {
        canBe: kinds,
        as: kinds[0],
        mime: kinds[0] === "image" ? "image/jpeg" : "application/octet-stream",
        ...(kinds[0] === "image" ? { width: 1200, height: 900 } : {}),
      });
      return file;
    },
    drop: async (id) => {
      state.staged = state.staged.filter((each) => each.id !== id);
    },
    fetch: async (messageId) => {
      const message = state.messages.find((each) => each.id === messageId);
      if (!message?.media) throw new BackendError("not_found", "This message has no file.");
      message.media.state = "fetching";
      const tell = () =>
        emit("message:changed", { chatId: message.chatId, messageId, leadId: 0, status: message.status });
      setTimeout(() => emit("media:progressed", { chatId: message.chatId, messageId, percent: 40 }), 50);
      setTimeout(() => {
        if (message.media) message.media.state = "ready";
        tell();
      }, 300);
      return message;
    },
    open: async () => undefined,
    save: async () => true,
  };
}

/** By the name alone; the real backend looks into the file. */
function kindsOf(name: string): FileKind[] {
  if (/\.(jpe?g|png|webp)$/i.test(name)) return ["image", "document"];
  if (/\.mp4$/i.test(name)) return ["video", "document"];
  if (/\.ogg$/i.test(name)) return ["voice", "audio", "document"];
  if (/\.mp3$/i.test(name)) return ["audio", "document"];
  return ["document"];
}
