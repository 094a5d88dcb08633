import type { Media, Message } from "@/api/types";
import { fakeFile, fakeMessage } from "@/testing/fake/message";
import type { FakeState } from "@/testing/fake/state";

const MIN = 60_000;

type Content = Partial<Message>;

const photo = (over: Partial<Media> = {}) =>
  fakeFile({ width: 1200, height: 900, hasThumb: true, size: 2_400_000, ...over });
const film = (over: Partial<Media> = {}) =>
  fakeFile({ mime: "video/mp4", width: 720, height: 1280, hasThumb: true, durationMs: 42_000, ...over });
const voice = (over: Partial<Media> = {}) =>
  fakeFile({
    mime: "audio/ogg; codecs=opus",
    size: 31_000,
    durationMs: 23_400,
    wave: Array.from({ length: 64 }, (_, at) =>
      Math.round(20 + 70 * Math.abs(Math.sin(at / 3) * Math.cos(at / 11))),
    ),
    ...over,
  });
const paper = (fileName: string, mime: string, over: Partial<Media> = {}) =>
  fakeFile({ mime, fileName, size: 184_000, ...over });

/** One message of every kind and every state of a file, the oldest first. */
const CONTENTS: Content[] = [
  { detail: { notice: { what: "timer", value: "604800" } }, kind: "notice" },
  { text: "Hello! I have a few things to show you.", timer: 604_800 },
  { kind: "image", text: "This one, in *green* please", media: photo() },
  { kind: "image", media: photo({ width: 900, height: 1400, state: "remote", size: 18_300_000 }) },
  { kind: "image", media: photo({ state: "fetching" }) },
  { kind: "image", media: photo({ hasThumb: false, width: 0, height: 0, state: "requested" }) },
  { kind: "image", media: photo({ state: "expired" }) },
  {
    kind: "image",
    media: photo({ state: "failed", reason: "The file that came is not the one that was sent." }),
  },
  { kind: "video", media: film(), text: "" },
  { kind: "video", media: film({ width: 480, height: 270, animated: true }), forwarded: 1 },
  { kind: "sticker", media: fakeFile({ mime: "image/webp", width: 512, height: 512 }) },
  { kind: "voice", media: voice() },
  { kind: "voice", media: voice(), fromMe: true, origin: "phone", status: "read" },
  {
    kind: "audio",
    media: voice({ mime: "audio/mpeg", fileName: "jingle.mp3", state: "remote", size: 4_100_000 }),
  },
  { kind: "document", media: paper("Price list 2026.pdf", "application/pdf"), text: "Page 3 is new" },
  {
    kind: "document",
    media: paper(
      "Order-of-the-week-for-the-shop-in-the-centre.xlsx",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      { state: "failed", reason: "The connection broke off." },
    ),
  },
  {
    kind: "location",
    detail: {
      location: {
        latitude: 52.52,
        longitude: 13.405,
        name: "Café am Platz",
        address: "Panoramastraße 1A, Berlin",
        live: false,
      },
    },
  },
  {
    kind: "contact",
    detail: { cards: [{ name: "Lena Weber", numbers: ["+49 1511 2345678", "+49 30 123456"] }] },
  },
  {
    kind: "poll",
    text: "When shall we meet?",
    detail: { poll: { options: ["Thursday at 10", "Friday at 16", "Next week"], multi: false } },
  },
  { kind: "view_once" },
  { kind: "unsupported" },
  { kind: "waiting" },
  { kind: "unreadable" },
  { deletedAt: 1 },
  { text: "👏🎉" },
  { text: "Was once another text", editedAt: 1, reactions: [{ fromMe: true, emoji: "❤️", at: 1 }] },
  { detail: { notice: { what: "keys_changed", value: "" } }, kind: "notice" },
  { detail: { notice: { what: "number_changed", value: "+49 170 1234567" } }, kind: "notice" },
  { detail: { notice: { what: "new_person", value: "+49 170 1234567" } }, kind: "notice" },
  { detail: { notice: { what: "timer", value: "0" } }, kind: "notice" },
  { text: "Sold to many", forwarded: 2, fromMe: true, origin: "automation", status: "delivered" },
  { text: "The spring collection is here.", fromMe: true, origin: "campaign", status: "sent" },
  { text: "", deletedAt: 1, fromMe: true },
  {
    text: "This one",
    fromMe: true,
    status: "delivered",
    error: "WhatsApp did not take the change of this message.",
  },
  {
    text: "I am back online",
    gap: { from: -320, to: -27, arrived: 3, missing: 1, open: true },
  },
];

/** Id of the conversation that holds everything, see `everyContent`. */
export const SHOWCASE = 3;

/** The first id of its messages; they count up in the order above. */
export const FIRST_CONTENT = 5000;

/** Fills the third conversation with one message of every kind and state. */
export function everyContent(state: FakeState, now: number): Message[] {
  const messages = CONTENTS.map((content, index) => {
    const at = now - (CONTENTS.length - index) * MIN;
    const id = FIRST_CONTENT + index;
    const gap = content.gap && {
      ...content.gap,
      from: now + content.gap.from * MIN,
      to: now + content.gap.to * MIN,
    };
    const media = content.media && { ...content.media, id };
    return fakeMessage({
      ...content,
      id,
      chatId: SHOWCASE,
      at,
      ...(gap ? { gap } : {}),
      ...(media ? { media } : {}),
    });
  });
  const [, first] = messages;
  const quoted = fakeMessage({
    id: FIRST_CONTENT + CONTENTS.length,
    chatId: SHOWCASE,
    fromMe: true,
    status: "read",
    text: "I put it aside for you.",
    at: now,
    reactions: [{ fromMe: false, emoji: "🙏", at: now }],
    quote: { waId: "", fromMe: false, kind: "text", text: first?.text ?? "", messageId: first?.id ?? 0 },
  });
  messages.push(quoted);
  state.messages.push(...messages);
  const chat = state.chats.find((each) => each.id === SHOWCASE);
  if (chat)
    Object.assign(chat, {
      lastText: quoted.text,
      lastFromMe: true,
      lastStatus: "read",
      lastAt: now,
      timer: 604_800,
    });
  return messages;
}
