import type {
  account,
  app,
  campaigns,
  chats,
  demo,
  imports,
  leads,
  optouts,
  settings,
  sheets,
  store,
  templates,
} from "wailsjs/go/models";
import type { Plain } from "@/api/plain";

/** What crosses the bridge, under the names the window uses. Times are UTC milliseconds, 0 means never. */

export type AccountStatus = Plain<account.Status>;
export type LinkState = AccountStatus["state"];

export type Chat = Plain<chats.Item>;
export type ChatQuery = Plain<chats.ListQuery>;
export type ChatFilter = ChatQuery["filter"];
export type ChatPage = Plain<chats.Page>;
export type Message = Plain<chats.Message>;
export type MessageStatus = Message["status"];
export type MessageKind = Message["kind"];
export type MessagePage = Plain<chats.MessagePage>;
export type Media = Plain<chats.Media>;
export type Quote = Plain<chats.Quote>;
export type Reaction = Plain<chats.Reaction>;
export type Gap = Plain<chats.Gap>;
export type Place = Plain<chats.Location>;
export type ContactCard = Plain<chats.Card>;
export type Notice = Plain<chats.Notice>;
export type Compose = Plain<chats.Compose>;
export type Staged = Plain<chats.Staged>;
export type FileKind = Staged["canBe"][number];
export type Pace = Plain<chats.Pace>;
export type SendingRules = Plain<chats.Rules>;

export type Lead = Plain<leads.Lead>;
export type Stage = Plain<leads.Stage>;
export type Note = Plain<leads.Note>;
export type Activity = Plain<leads.Activity>;
export type Consent = Plain<leads.Consent>;
export type ConsentState = Plain<leads.ConsentState>;
export type LeadFilter = Plain<leads.Filter>;
export type LeadSort = LeadFilter["sort"];

export type OptOut = Plain<optouts.Entry>;
export type OptOutRules = Plain<optouts.Rules>;

export type { IntakeField } from "@/api/plain";
export type ImportFile = Plain<imports.File>;
export type ImportOptions = Plain<imports.Options>;
export type ImportPreview = Plain<imports.Preview>;
export type ImportSample = Plain<imports.Sample>;
export type ImportResult = Plain<imports.Result>;

export type Campaign = Plain<campaigns.Campaign>;
export type CampaignState = Campaign["state"];
export type CampaignInput = Plain<campaigns.Input>;
export type CampaignCounts = Plain<campaigns.Counts>;
export type CampaignSummary = Plain<campaigns.Summary>;
export type CampaignDetail = Plain<campaigns.Detail>;
export type Funnel = Plain<campaigns.Funnel>;
export type Waiting = Plain<campaigns.Waiting>;
export type Audience = CampaignInput["audience"];
export type CampaignStep = CampaignInput["steps"][number];
export type Variant = CampaignStep["variants"][number];
export type Schedule = CampaignInput["schedule"];
export type Reach = Plain<campaigns.Reach>;
export type LeftOut = Plain<campaigns.LeftOut>;
export type Batches = Plain<campaigns.Batches>;
export type Comparison = Plain<campaigns.Comparison>;
/** What somebody has not done about a campaign. */
export type Lack = Plain<campaigns.Lack>;
export type Rendered = Plain<campaigns.Rendered>;
export type Recipient = Plain<campaigns.Recipient>;
export type RecipientState = Recipient["state"];
/** A person's word on a message of which nobody knows whether it left. */
export type Decision = Plain<campaigns.Decision>;

export type Attachment = Plain<chats.Attachment>;
export type Template = Plain<templates.Template>;
export type TemplateInput = Plain<templates.Input>;

export type Sheet = Plain<sheets.Connection>;
/** A spreadsheet and the way to it. */
export type SheetPlace = Plain<sheets.Place>;
export type SheetAccess = SheetPlace["access"];
export type SheetTab = Plain<sheets.Tab>;
export type SheetHours = Plain<sheets.Hours>;
export type SheetPreview = Plain<sheets.Preview>;
export type SheetPreviewRow = Plain<sheets.PreviewRow>;
export type SheetProblem = Plain<sheets.RowProblem>;
export type SheetConflict = Plain<sheets.Conflict>;
export type Settlement = Plain<sheets.Settlement>;
export type WriteColumn = Plain<sheets.WriteColumn>;
export type WriteField = WriteColumn["field"];
/** Who is signed in to Google. */
export type Google = Plain<sheets.Google>;
export type SheetInput = Plain<sheets.Input>;
export type SheetUpdate = Plain<sheets.Update>;
export type Spreadsheet = Plain<sheets.Spreadsheet>;
export type SheetColumns = Plain<sheets.Columns>;
export type SheetRun = Plain<sheets.Run>;
export type ServiceAccount = Plain<app.ServiceAccount>;

export type Settings = Plain<settings.Settings>;
export type ChatSettings = Settings["chats"];
export type SettingsUpdate = Plain<settings.Update>;
export type SystemInfo = Plain<app.Info>;
export type Startup = Plain<app.Startup>;
export type Backup = Plain<store.Backup>;

export type DemoPhone = Plain<demo.Phone>;
export type DemoMessage = Plain<demo.Shown>;
/** What a demo phone can send beside words. */
export type DemoThing = Plain<demo.Thing>;

/** Every event with its data, by name. */
export type BackendEvents = Plain<app.EventMap>;
