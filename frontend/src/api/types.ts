/** What crosses the bridge. Times are UTC milliseconds, 0 means never. */

// -- account
export type LinkState =
  | "not_linked"
  | "linking"
  | "connecting"
  | "online"
  | "offline"
  | "replaced"
  | "logged_out"
  | "banned"
  | "outdated"
  | "clock_wrong"
  | "failed";

export interface AccountStatus {
  state: LinkState;
  phone: string;
  phoneDisplay: string;
  name: string;
  qr: string;
  qrExpiresAt: number;
  retryAt: number;
  until: number;
  reason: string;
  since: number;
}

// -- chats
export type MessageStatus = "queued" | "sending" | "failed" | "sent" | "delivered" | "read" | "received";
export type MessageOrigin = "contact" | "app" | "phone" | "campaign";
export type ChatFilter = "all" | "unread" | "waiting" | "drafts";

export interface Chat {
  id: number;
  leadId: number;
  name: string;
  phone: string;
  phoneDisplay: string;
  stageId: number;
  tags: string[];
  optedOut: boolean;
  newLead: boolean;
  lastText: string;
  lastFromMe: boolean;
  lastStatus: MessageStatus | "";
  lastAt: number;
  unread: number;
  draft: string;
}

export interface ChatQuery {
  query: string;
  filter: ChatFilter;
  cursor: string;
  limit: number;
}

export interface ChatCounts {
  unread: number;
  waiting: number;
  drafts: number;
}

export interface ChatPage {
  items: Chat[];
  next: string;
  counts: ChatCounts;
}

export interface Message {
  id: number;
  chatId: number;
  clientId: string;
  fromMe: boolean;
  origin: MessageOrigin;
  kind: "text" | "unsupported";
  text: string;
  campaignId: number | null;
  at: number;
  status: MessageStatus;
  deliveredAt: number;
  readAt: number;
  error: string;
}

export interface MessagePage {
  items: Message[];
  next: string;
}

// -- leads
export interface Lead {
  id: number;
  name: string;
  nameSource: string;
  pushName: string;
  phone: string;
  phoneDisplay: string;
  email: string;
  company: string;
  source: string;
  stageId: number;
  tags: string[];
  optedOut: boolean;
  firstMessageAt: number;
  lastMessageAt: number;
  createdAt: number;
  updatedAt: number;
}

export interface Stage {
  id: number;
  name: string;
  kind: string;
}

export interface TagCount {
  name: string;
  count: number;
}

export interface Note {
  id: number;
  leadId: number;
  text: string;
  createdAt: number;
}

export interface Activity {
  id: number;
  leadId: number;
  kind: string;
  actor: string;
  detail: string;
  at: number;
}

export interface LeadDetail {
  lead: Lead;
  notes: Note[];
  activities: Activity[];
  chatId: number;
}

export type LeadSort = "recent" | "created" | "name";

export interface LeadFilter {
  query: string;
  tags: string[];
  stageId: number;
  sort: LeadSort;
  cursor: string;
  limit: number;
}

export interface LeadPage {
  items: Lead[];
  next: string;
  total: number;
}

export interface LeadInput {
  name: string;
  phone: string;
  email: string;
  company: string;
  tags: string[];
  stageId: number;
}

export interface LeadUpdate {
  name?: string;
  email?: string;
  company?: string;
  stageId?: number;
}

// -- import
export type IntakeField =
  | ""
  | "name"
  | "first_name"
  | "last_name"
  | "phone"
  | "email"
  | "company"
  | "tags"
  | "note"
  | "stage"
  | "custom";

export interface IntakeColumn {
  index: number;
  name: string;
  samples: string[];
  guess: IntakeField;
}

export interface ImportFile {
  token: string;
  fileName: string;
  tabs: string[];
  tab: string;
  encoding: string;
  encodings: string[];
  delimiter: string;
  headerRow: number;
  columns: IntakeColumn[];
  rowCount: number;
  committed: boolean;
  defaultCountry: string;
}

export interface ImportOptions {
  tab: string;
  encoding: string;
  delimiter: string;
  /** 0 looks for it, -1 is none. */
  headerRow: number;
  /** What each column means, by its position. */
  mapping: IntakeField[];
  defaultCountry: string;
  tags: string[];
  stageId: number;
}

export interface RowProblem {
  reason: string;
  count: number;
  rows: { row: number; value: string }[];
}

export interface ImportSample {
  row: number;
  name: string;
  phone: string;
  original: string;
  status: "new" | "existing" | "duplicate" | "rejected";
  reason: string;
}

export interface ImportPreview {
  rows: number;
  newLeads: number;
  existing: number;
  duplicates: number;
  rejected: number;
  problems: RowProblem[];
  sample: ImportSample[];
}

export interface ImportResult {
  importId: number;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  duplicates: number;
  rejected: number;
  tags: string[];
}

// -- campaigns
export type CampaignState = "draft" | "running" | "paused" | "completed" | "cancelled";
export type RecipientState =
  | "pending"
  | "sending"
  | "uncertain"
  | "sent"
  | "delivered"
  | "read"
  | "replied"
  | "failed"
  | "blocked"
  | "skipped"
  | "cancelled";

export interface Pace {
  minGapSeconds: number;
  maxGapSeconds: number;
  perHour: number;
  perDay: number;
}

export interface Campaign {
  id: number;
  name: string;
  state: CampaignState;
  tags: string[];
  body: string;
  pace: Pace;
  pausedBy: string;
  pausedReason: string;
  createdAt: number;
  updatedAt: number;
  frozenAt: number;
  finishedAt: number;
}

export interface CampaignInput {
  name: string;
  tags: string[];
  body: string;
  pace: Pace;
}

export type CampaignCounts = Record<RecipientState | "total", number>;

export interface Waiting {
  reason: "" | "gap" | "hour_cap" | "day_cap" | "offline";
  until: number;
}

export interface CampaignSummary {
  campaign: Campaign;
  counts: CampaignCounts;
}

export interface CampaignDetail extends CampaignSummary {
  finishAt: number;
  waiting: Waiting;
}

export interface Audience {
  total: number;
  excluded: { reason: string; count: number }[];
  finishAt: number;
}

export interface Rendered {
  leadId: number;
  name: string;
  phoneDisplay: string;
  text: string;
  missing: string[];
}

export interface Preview {
  items: Rendered[];
  missingCount: number;
}

export interface Recipient {
  id: number;
  leadId: number;
  chatId: number;
  name: string;
  phone: string;
  phoneDisplay: string;
  state: RecipientState;
  reason: string;
  updatedAt: number;
}

export interface RecipientQuery {
  states: RecipientState[];
  cursor: string;
  limit: number;
}

export interface RecipientPage {
  items: Recipient[];
  next: string;
}

// -- sheets
export type SheetState = "active" | "paused" | "error";

export interface Sheet {
  id: number;
  spreadsheetId: string;
  title: string;
  tab: string;
  headerRow: number;
  header: string[];
  mapping: IntakeField[];
  keyColumn: string;
  defaultCountry: string;
  tags: string[];
  stageId: number;
  existingRows: "import" | "ignore";
  intervalMinutes: number;
  state: SheetState;
  reason: string;
  lastRunAt: number;
  nextRunAt: number;
  createdAt: number;
  rows: number;
  newLeads: number;
  changed: number;
  rejected: number;
}

export interface SheetInput {
  spreadsheetId: string;
  tab: string;
  headerRow: number;
  mapping: IntakeField[];
  keyColumn: string;
  defaultCountry: string;
  tags: string[];
  stageId: number;
  existingRows: "import" | "ignore";
  intervalMinutes: number;
}

export interface SheetUpdate {
  headerRow?: number;
  mapping?: IntakeField[];
  keyColumn?: string;
  defaultCountry?: string;
  tags?: string[];
  stageId?: number;
  intervalMinutes?: number;
}

export interface Spreadsheet {
  spreadsheetId: string;
  title: string;
  tabs: { id: number; title: string }[];
  gid: number | null;
}

export interface SheetColumns {
  headerRow: number;
  columns: IntakeColumn[];
  rowCount: number;
}

export interface SheetRun {
  id: number;
  startedAt: number;
  endedAt: number;
  rows: number;
  created: number;
  changed: number;
  rejected: number;
  error: string;
}

export interface SheetProblem {
  row: number;
  reason: string;
  value: string;
  seenAt: number;
}

export interface ServiceAccount {
  email: string;
}

// -- settings and system
export interface Settings {
  riskAcceptedAt: number;
  onboardedAt: number;
  defaultCountry: string;
  pace: Pace;
  theme: "system" | "light" | "dark";
  sendReadMarks: boolean;
}

export interface SettingsUpdate {
  acceptRisk?: boolean;
  onboarded?: boolean;
  defaultCountry?: string;
  pace?: Pace;
  theme?: Settings["theme"];
}

export interface Backup {
  id: string;
  createdAt: number;
  size: number;
  kind: string;
}

export interface Startup {
  state: "ok" | "damaged" | "locked" | "newer" | "running" | "failed";
  message: string;
  backups: Backup[];
}

export interface SystemInfo {
  version: string;
  demo: boolean;
  simulated: boolean;
  dataFolder: string;
  os: string;
  startup: Startup;
}

// -- demo
export interface DemoPhone {
  number: string;
  name: string;
  manner: string;
  unread: number;
  devices: number;
}

export interface DemoState {
  owner: DemoPhone;
  phones: DemoPhone[];
}

export interface DemoMessage {
  id: string;
  /** Written by the phone's own user. */
  fromMe: boolean;
  text: string;
  at: number;
  read: boolean;
}

const STATUSES: readonly string[] = ["queued", "sending", "failed", "sent", "delivered", "read", "received"];

export function isMessageStatus(value: string): value is MessageStatus {
  return STATUSES.includes(value);
}
