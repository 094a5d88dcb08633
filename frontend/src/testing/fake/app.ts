import type { accountApi } from "@/api/account";
import { toBackendError } from "@/api/client";
import type { demoApi } from "@/api/demo";
import type { settingsApi } from "@/api/settings";
import type { systemApi } from "@/api/system";
import type { DemoMessage, Message } from "@/api/types";
import { fakeCampaigns } from "@/testing/fake/campaigns";
import { fakeChats } from "@/testing/fake/chats";
import { fakeImports } from "@/testing/fake/imports";
import { fakeLeads } from "@/testing/fake/leads";
import { fakeMedia } from "@/testing/fake/media";
import { receive } from "@/testing/fake/messages";
import { fakeOptOuts } from "@/testing/fake/optouts";
import { fakeSheets } from "@/testing/fake/sheets";
import type { Emit, FakeState } from "@/testing/fake/state";
import { fakeTemplates } from "@/testing/fake/templates";

/** A bound API that lives in memory, typed by what the window calls. */
export function installFake(state: FakeState) {
  const handlers = new Map<string, Set<(data: unknown) => void>>();
  const emit: Emit = (name, data) => {
    if (name === "account:changed") Object.assign(state.account, data); // the window reads it again
    for (const handler of handlers.get(name) ?? []) handler(data);
  };
  const nouns = {
    Account: fakeAccount(state, emit),
    Chats: fakeChats(state, emit),
    Media: fakeMedia(state, emit),
    Leads: fakeLeads(state, emit),
    OptOuts: fakeOptOuts(state, emit),
    Imports: fakeImports(emit),
    Campaigns: fakeCampaigns(state, emit),
    Templates: fakeTemplates(state, emit),
    Sheets: fakeSheets(state, emit),
    Settings: fakeSettings(state, emit),
    System: fakeSystem(state),
    Demo: fakeDemo(state, emit),
  };
  const app = Object.fromEntries(Object.entries(nouns).map(([noun, api]) => [noun, wrap(noun, api, state)]));
  const runtime = {
    EventsOn: (name: string, handler: (data: unknown) => void) => {
      handlers.set(name, (handlers.get(name) ?? new Set()).add(handler));
      return () => handlers.get(name)?.delete(handler);
    },
  };
  Object.assign(window, { go: { app }, runtime });
  return { state, emit, receive: (chatId: number, text: string) => receive(state, emit, chatId, text) };
}

export type Fake = ReturnType<typeof installFake>;

/** Go's names, Go's errors, a record of every call. */
function wrap(noun: string, api: object, state: FakeState) {
  return Object.fromEntries(
    Object.entries(api).map(([name, method]) => {
      const verb = name.charAt(0).toUpperCase() + name.slice(1);
      return [
        verb,
        async (...args: unknown[]) => {
          state.calls.push({ method: `${noun}.${verb}`, args });
          if (state.delay > 0) await new Promise((resolve) => setTimeout(resolve, state.delay));
          const at = state.failures.findIndex((failure) => failure.method === `${noun}.${verb}`);
          if (at >= 0) throw new Error(state.failures.splice(at, 1)[0]?.error);
          try {
            return structuredClone(await method(...args));
          } catch (cause) {
            const { code, detail, fields, ref } = toBackendError(cause);
            throw new Error(JSON.stringify({ code, message: detail, fields, ref }));
          }
        },
      ];
    }),
  );
}

function fakeAccount(state: FakeState, emit: Emit): typeof accountApi {
  const move = (change: Partial<FakeState["account"]>) => async () => {
    Object.assign(state.account, change);
    emit("account:changed", { ...state.account });
  };
  return {
    status: async () => ({ ...state.account }),
    link: async () => move({ ...NO_CODE, state: "linking", qr: QR, expiresAt: Date.now() + 42_000 })(),
    linkByCode: async (number) => {
      const code = { code: "ABCD-1234", codePhone: number, expiresAt: Date.now() + 160_000 };
      await move({ ...NO_CODE, state: "linking", ...code })();
    },
    cancelLink: move({ ...NO_CODE, state: "not_linked" }),
    confirmNumber: async (yes) =>
      move(yes ? { state: "connecting" } : { state: "not_linked", reason: "other_number" })(),
    askPasskey: async () => move({ passkey: { ...state.account.passkey, stage: "sent" } })(),
    answerPasskey: async () => move({ passkey: { ...state.account.passkey, stage: "sent" } })(),
    confirmPasskey: async (matches) =>
      move(
        matches
          ? { passkey: { ...state.account.passkey, stage: "finish" } }
          : { state: "not_linked", reason: "passkey_mismatch" },
      )(),
    unlink: move({ state: "not_linked", phone: "", phoneDisplay: "" }),
    reconnect: move({ state: "online" }),
  };
}

const NO_CODE = { qr: "", code: "", codePhone: "", expiresAt: 0, renewed: false, reason: "" };

function fakeSettings(state: FakeState, emit: Emit): typeof settingsApi {
  return {
    get: async () => state.settings,
    loosestRules: async () => ({
      perMinute: 5,
      newPerDay: 200,
      ramp: [40, 80, 160],
      work: { on: false, days: [], from: 0, to: 0 },
      quiet: { on: true, from: 1320, to: 420 },
      zone: "",
      holidays: [],
      personDays: 1,
      consentOnly: false,
    }),
    loosestPace: async () => ({ minGapSeconds: 8, maxGapSeconds: 12, perHour: 240, perDay: 1000 }),
    update: async ({ acceptRisk, onboarded, ...rest }) => {
      Object.assign(state.settings, rest);
      if (acceptRisk) state.settings.riskAcceptedAt = Date.now();
      if (onboarded) state.settings.onboardedAt = Date.now();
      emit("settings:changed", state.settings);
      return state.settings;
    },
  };
}

function fakeSystem(state: FakeState): typeof systemApi {
  return {
    info: async () => state.system,
    restoreBackup: async () => {
      state.system.startup = { state: "ok", message: "", backups: [] };
      return state.system.startup;
    },
    retryStart: async () => state.system.startup,
    openLink: async () => undefined,
    openDataFolder: async () => undefined,
    answerClose: async () => undefined,
    quit: async () => undefined,
    reportCrash: async () => undefined,
  };
}

function fakeDemo(state: FakeState, emit: Emit): typeof demoApi {
  let passkey = false;
  const online = async () => {
    const phone = { phone: "5511961001022", phoneDisplay: "+55 11 96100-1022" };
    Object.assign(state.account, { ...NO_CODE, state: "online", ...phone });
    emit("account:changed", { ...state.account });
    return world();
  };
  const MANNERS = ["answers", "reads", "ignores", "stops"];
  const world = () => ({
    sheetLink: "https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWx/edit#gid=0",
    sharedSheetLink: "https://docs.google.com/spreadsheets/d/2BcDeFgHiJkLmNoPqRsTuVwXy/edit#gid=0",
    sheetRows: 12,
    owner: {
      number: "5511961001022",
      name: "Sarah",
      manner: "",
      unread: 0,
      devices: state.account.state === "online" ? 1 : 0,
      passkey,
    },
    phones: state.chats.map((chat, index) => ({
      number: chat.phone,
      name: chat.name,
      unread: index % 3,
      manner: MANNERS[index % 4] ?? "reads",
      devices: 0,
      passkey: false,
    })),
  });
  return {
    state: async () => world(),
    scanQR: online,
    enterCode: online,
    requirePasskey: async (on) => {
      passkey = on;
      return world();
    },
    answerPasskey: async () => {
      state.account.passkey.stage = "sent";
      emit("account:changed", { ...state.account });
      return world();
    },
    inbox: async (number) => {
      const chat = state.chats.find((each) => each.phone === number);
      const messages = state.messages.filter((message) => message.chatId === chat?.id);
      return [...messages.map(shown), ...state.demoMessages];
    },
    sendAs: async (number, text) => {
      const chat = state.chats.find((each) => each.phone === number);
      if (chat) receive(state, emit, chat.id, text);
      return world();
    },
    sendThing: async () => world(),
    react: async (_, emoji) => {
      const last = state.demoMessages.findLast((message) => !message.fromMe);
      if (last) last.reactions = emoji === "" ? [] : [{ fromMe: true, emoji }];
      return world();
    },
    growSheet: async () => world(),
    sampleCSV: async () => "name,phone\nAna,+5511955302210\n",
  };
}

/** A message as the other side's phone shows it. */
function shown({ id, fromMe, kind, text, at, editedAt, reactions }: Message): DemoMessage {
  return {
    ...{ id: String(id), fromMe: !fromMe, kind, text, at, read: true, edited: editedAt > 0 },
    ...{ title: "", detail: "", seconds: 0, options: [], picture: "" },
    reactions: reactions.map((each) => ({ fromMe: !each.fromMe, emoji: each.emoji })),
  };
}

const QR =
  "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 21 21' shape-rendering='crispEdges'><path fill='white' d='M0 0h21v21H0z'/><path d='M0 0h7v7H0zM14 0h7v7h-7zM0 14h7v7H0zM9 1h2v3H9zM12 4h1v4h-1zM8 8h5v2H8zM3 9h3v2H3zM15 9h4v3h-4zM9 12h3v5H9zM14 14h2v2h-2zM18 15h3v4h-3zM13 18h3v3h-3zM8 19h3v2H8zM1 11h2v2H1z'/><path fill='white' d='M1 1h5v5H1zM15 1h5v5h-5zM1 15h5v5H1z'/><path d='M2 2h3v3H2zM16 2h3v3h-3zM2 16h3v3H2z'/></svg>";
