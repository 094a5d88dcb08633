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
  delimiter: string;
  headerRow: number;
  columns: IntakeColumn[];
  rowCount: number;
}

export interface ImportSource {
  tab: string;
  encoding: string;
  delimiter: string;
}

export interface ImportOptions {
  /** What each column means, by its position. */
  mapping: IntakeField[];
  defaultCountry: string;
  tags: string[];
  stageId: number;
}

export interface ImportProblem {
  reason: string;
  count: number;
  rows: { row: number; value: string; reason: string }[];
}

export interface ImportSample {
  row: number;
  name: string;
  phone: string;
  original: string;
  status: string;
}

export interface ImportPreview {
  rows: number;
  newLeads: number;
  existing: number;
  duplicates: number;
  rejected: number;
  problems: ImportProblem[];
  sample: ImportSample[];
}

export interface ImportResult {
  rows: number;
  newLeads: number;
  existing: number;
  duplicates: number;
  rejected: number;
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
export type SheetState = "active" | "paused" | "error" | "syncing";

export interface Sheet {
  id: number;
  title: string;
  spreadsheetId: string;
  tab: string;
  state: SheetState;
  reason: string;
  headerRow: number;
  mapping: IntakeField[];
  keyColumn: number;
  intervalMinutes: number;
  defaultCountry: string;
  tags: string[];
  stageId: number;
  lastRunAt: number;
  nextRunAt: number;
  rows: number;
  newLeads: number;
  problems: number;
}

export interface SheetInput {
  spreadsheetId: string;
  title: string;
  tab: string;
  headerRow: number;
  mapping: IntakeField[];
  keyColumn: number;
  intervalMinutes: number;
  defaultCountry: string;
  tags: string[];
  stageId: number;
}

export interface SheetInspection {
  spreadsheetId: string;
  title: string;
  tabs: string[];
}

export interface SheetColumns {
  columns: IntakeColumn[];
  rowCount: number;
}

export interface SheetRun {
  id: number;
  startedAt: number;
  finishedAt: number;
  rows: number;
  newLeads: number;
  problems: number;
  error: string;
}

export interface SheetProblem {
  row: number;
  value: string;
  reason: string;
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
  state: "ok" | "damaged" | "locked" | "newer" | "failed";
  message: string;
  backups: Backup[];
}

export interface SystemInfo {
  version: string;
  demo: boolean;
  dataFolder: string;
  os: string;
  startup: Startup;
}

// -- demo
export interface DemoPhone {
  number: string;
  name: string;
  unread: number;
  behaviour: string;
}

export interface DemoState {
  owner: string;
  phones: DemoPhone[];
}

export interface DemoMessage {
  fromMe: boolean;
  text: string;
  at: number;
}

const STATUSES: readonly string[] = ["queued", "sending", "failed", "sent", "delivered", "read", "received"];

export function isMessageStatus(value: string): value is MessageStatus {
  return STATUSES.includes(value);
}
