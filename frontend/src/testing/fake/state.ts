import { BackendError } from "@/api/client";
import type {
  AccountStatus,
  Activity,
  CampaignDetail,
  Chat,
  DemoMessage,
  Google,
  Lead,
  Message,
  Note,
  OptOutRules,
  Recipient,
  ServiceAccount,
  Settings,
  Sheet,
  SheetConflict,
  Stage,
  Staged,
  SystemInfo,
  Template,
} from "@/api/types";

import { defaultOptOutRules } from "@/testing/fake/optouts";

/** Everything the fake backend remembers; a test changes what it needs. */
export interface FakeState {
  account: AccountStatus;
  settings: Settings;
  system: SystemInfo;
  stages: Stage[];
  leads: Lead[];
  notes: Note[];
  activities: Activity[];
  chats: Chat[];
  messages: Message[];
  /** Deleted on this computer only. */
  hidden: Message[];
  staged: Staged[];
  optOutRules: OptOutRules;
  /** People who are out and no lead. */
  unknownOptOuts: number;
  campaigns: CampaignDetail[];
  recipients: Recipient[];
  templates: Template[];
  sheets: Sheet[];
  serviceAccount: ServiceAccount;
  google: Google;
  /** Ids of private sheets that were picked in Google's page, and that were shared with the service account. */
  picked: string[];
  shared: string[];
  /** What the person does in the browser: signs in and picks, only signs in, lets it wait, or a refusal. */
  browser: "" | "no_pick" | "waits" | "sign_in_denied" | "sign_in_timeout";
  answerBrowser: () => void;
  /** What the file dialog answers. */
  chosenFile: string;
  /** Cells that somebody else changed, by connection. */
  conflicts: Record<number, SheetConflict[]>;
  /** What every demo phone shows after the messages of its conversation. */
  demoMessages: DemoMessage[];
  /** Makes the named method fail once per entry, for example "Chats.Send". */
  failures: { method: string; error: string }[];
  /** Every call, in order. */
  calls: { method: string; args: unknown[] }[];
  /** How long every answer takes, in milliseconds. */
  delay: number;
  nextId: number;
}

export type Emit = (name: string, data: unknown) => void;

export function emptyState(now: number): FakeState {
  return {
    account: {
      state: "not_linked",
      phone: "",
      phoneDisplay: "",
      name: "",
      qr: "",
      code: "",
      codePhone: "",
      expiresAt: 0,
      renewed: false,
      otherPhoneDisplay: "",
      passkey: { stage: "asked", authenticator: "", options: "", snippet: "", code: "", expiresAt: 0 },
      retryAt: 0,
      until: 0,
      reason: "",
      since: now,
      restrictedUntil: 0,
      sync: { stage: "", percent: 0, chats: 0, messages: 0 },
    },
    settings: {
      riskAcceptedAt: now,
      onboardedAt: now,
      defaultCountry: "BR",
      theme: "system",
      window: { width: 1280, height: 820, x: 0, y: 0, placed: false, maximised: false },
      chats: { readReceipts: true, showOnline: false, showTyping: false, autoDownloadMb: 16 },
      optOut: {
        stop: { added: [], removed: [] },
        start: { added: [], removed: [] },
        ...{ confirm: true, text: "" },
      },
      pace: { minGapSeconds: 30, maxGapSeconds: 60, perHour: 40, perDay: 150 },
      sending: {
        perMinute: 5,
        newPerDay: 30,
        ramp: [20, 20, 40, 40, 80, 80, 120],
        work: { on: true, days: [1, 2, 3, 4, 5, 6], from: 480, to: 1200 },
        quiet: { on: true, from: 1260, to: 480 },
        zone: "",
        holidays: [],
        personDays: 3,
        consentOnly: false,
      },
    },
    system: {
      version: "0.1.0",
      demo: false,
      simulated: false,
      dataFolder: "C:\\Users\\sarah\\AppData\\Roaming\\MCE Platform",
      os: "windows",
      startup: { state: "ok", message: "", backups: [] },
      session: { protection: "keychain", notice: "" },
    },
    stages: [
      { id: 1, name: "New", kind: "open" },
      { id: 2, name: "Talking", kind: "open" },
      { id: 3, name: "Proposal", kind: "open" },
      { id: 4, name: "Won", kind: "won" },
      { id: 5, name: "Lost", kind: "lost" },
    ],
    leads: [],
    notes: [],
    activities: [],
    chats: [],
    messages: [],
    hidden: [],
    staged: [],
    optOutRules: defaultOptOutRules(),
    unknownOptOuts: 0,
    campaigns: [],
    recipients: [],
    templates: [],
    sheets: [],
    serviceAccount: { email: "" },
    google: { ready: false, own: false, email: "" },
    picked: [],
    shared: [],
    browser: "",
    answerBrowser: () => undefined,
    chosenFile: "C:\\Users\\sarah\\Documents\\Customers.xlsx",
    conflicts: {},
    demoMessages: [],
    failures: [],
    calls: [],
    delay: 0,
    nextId: 1000,
  };
}

export function findChat(state: FakeState, id: number): Chat {
  const chat = state.chats.find((each) => each.id === id);
  if (!chat) throw new BackendError("not_found", "This conversation is no longer there.");
  return chat;
}
