export namespace account {
	
	export enum PasskeyStage {
	    Asked = "asked",
	    Confirm = "confirm",
	    Finish = "finish",
	    Sent = "sent",
	}
	export enum State {
	    Banned = "banned",
	    ClockWrong = "clock_wrong",
	    ConfirmNumber = "confirm_number",
	    Connecting = "connecting",
	    Failed = "failed",
	    Linking = "linking",
	    LoggedOut = "logged_out",
	    NotLinked = "not_linked",
	    Offline = "offline",
	    Online = "online",
	    Outdated = "outdated",
	    PasskeyRequired = "passkey_required",
	    Replaced = "replaced",
	}
	export enum SyncStage {
	    Done = "done",
	    None = "",
	    Receiving = "receiving",
	    Waiting = "waiting",
	}
	export interface Passkey {
	    stage: PasskeyStage;
	    authenticator: string;
	    options: string;
	    snippet: string;
	    code: string;
	    expiresAt: number;
	}
	export interface Sync {
	    stage: SyncStage;
	    percent: number;
	    chats: number;
	    messages: number;
	}
	export interface Status {
	    state: State;
	    phone: string;
	    phoneDisplay: string;
	    name: string;
	    qr: string;
	    code: string;
	    codePhone: string;
	    expiresAt: number;
	    renewed: boolean;
	    otherPhoneDisplay: string;
	    passkey: Passkey;
	    retryAt: number;
	    until: number;
	    reason: string;
	    since: number;
	    restrictedUntil: number;
	    sync: Sync;
	}

}

export namespace app {
	
	export enum StartupState {
	    Damaged = "damaged",
	    Failed = "failed",
	    Locked = "locked",
	    Newer = "newer",
	    OK = "ok",
	    Running = "running",
	}
	export interface Closing {
	    campaigns: string[];
	}
	export interface EventMap {
	    "account:changed": account.Status;
	    "chat:changed": chats.ChatEvent;
	    "message:received": chats.MessageEvent;
	    "message:changed": chats.MessageEvent;
	    "media:progressed": chats.MediaEvent;
	    "chat:typing": chats.TypingEvent;
	    "lead:created": leads.Changed;
	    "lead:changed": leads.Changed;
	    "campaign:changed": campaigns.Event;
	    "campaign:progressed": campaigns.Event;
	    "template:changed"?: boolean;
	    "sheet:changed": sheets.Changed;
	    "sheet:new_leads": sheets.NewLeads;
	    "settings:changed": settings.Settings;
	    "sync:lost"?: boolean;
	    "app:closing": Closing;
	}
	export interface Startup {
	    state: StartupState;
	    message: string;
	    backups: store.Backup[];
	}
	export interface Info {
	    version: string;
	    demo: boolean;
	    simulated: boolean;
	    dataFolder: string;
	    os: string;
	    startup: Startup;
	    session: backend.SessionInfo;
	}
	export interface ServiceAccount {
	    email: string;
	}

}

export namespace backend {
	
	export interface SessionInfo {
	    protection: secret.Protection;
	    notice: store.SessionNotice;
	}

}

export namespace campaigns {
	
	export enum Decision {
	    CountAsSent = "sent",
	    LeaveOut = "leave",
	    SendAgain = "again",
	}
	export enum Lack {
	    NotDelivered = "not_delivered",
	    NotRead = "not_read",
	    NotReplied = "not_replied",
	}
	export enum RecipientState {
	    Blocked = "blocked",
	    Cancelled = "cancelled",
	    Delivered = "delivered",
	    Failed = "failed",
	    Pending = "pending",
	    Read = "read",
	    Replied = "replied",
	    Sending = "sending",
	    Sent = "sent",
	    Skipped = "skipped",
	    Uncertain = "uncertain",
	}
	export enum State {
	    Cancelled = "cancelled",
	    Completed = "completed",
	    Draft = "draft",
	    Missed = "missed",
	    Paused = "paused",
	    Running = "running",
	    Scheduled = "scheduled",
	}
	export enum Warmth {
	    Cold = "cold",
	    Saved = "saved",
	    Unanswered = "unanswered",
	    WroteIn30 = "wrote_30",
	    WroteIn90 = "wrote_90",
	    WroteOnce = "wrote",
	}
	export interface FollowUp {
	    campaignId: number;
	    who: Lack;
	}
	export interface Audience {
	    tags: string[];
	    filter?: leads.Filter;
	    imports: number[];
	    sheets: number[];
	    leads: number[];
	    numbers: string;
	    followUp?: FollowUp;
	}
	export interface Batch {
	    id: number;
	    name: string;
	    count: number;
	    at: number;
	}
	export interface Batches {
	    imports: Batch[];
	    sheets: Batch[];
	}
	export interface Schedule {
	    startsOn: string;
	    endsOn: string;
	    zone: string;
	    lateMinutes: number;
	    whenLater: string;
	}
	export interface StopOn {
	    reply: boolean;
	    tags: string[];
	    stages: number[];
	}
	export interface Variant {
	    body: string;
	    attachment?: chats.Attachment;
	}
	export interface Step {
	    variants: Variant[];
	    delayMinutes: number;
	    hours?: chats.Hours;
	}
	export interface Campaign {
	    id: number;
	    name: string;
	    state: State;
	    audience: Audience;
	    keepAdding: boolean;
	    steps: Step[];
	    stopOn: StopOn;
	    pace: chats.Pace;
	    schedule: Schedule;
	    pausedBy: string;
	    pausedReason: string;
	    createdAt: number;
	    updatedAt: number;
	    frozenAt: number;
	    finishedAt: number;
	    startAt: number;
	    missedAt: number;
	    holdUntil: number;
	}
	export interface VariantResult {
	    variant: number;
	    sent: number;
	    replied: number;
	    low: number;
	    high: number;
	}
	export interface Tally {
	    step: number;
	    variant: number;
	    sent: number;
	    delivered: number;
	    read: number;
	    replied: number;
	    optedOut: number;
	}
	export interface Comparison {
	    tallies: Tally[];
	    variants: VariantResult[];
	    best: number;
	    sure: boolean;
	}
	export interface Confirmation {
	    cold: number;
	}
	export interface Counts {
	    pending: number;
	    sending: number;
	    uncertain: number;
	    sent: number;
	    delivered: number;
	    read: number;
	    replied: number;
	    failed: number;
	    blocked: number;
	    skipped: number;
	    cancelled: number;
	    total: number;
	}
	export interface Waiting {
	    reason: chats.WaitReason;
	    until: number;
	}
	export interface Funnel {
	    sent: number;
	    delivered: number;
	    read: number;
	    replied: number;
	}
	export interface Detail {
	    campaign: Campaign;
	    counts: Counts;
	    funnel: Funnel;
	    waiting: Waiting;
	    finishAt: number;
	    halvedUntil: number;
	    lastHour: number;
	    tested: boolean;
	}
	export interface Event {
	    id: number;
	}
	export interface Exclusion {
	    reason: string;
	    count: number;
	}
	export interface ExportWords {
	    columns: string[];
	    values: Record<string, string>;
	}
	
	
	export interface Input {
	    name: string;
	    audience: Audience;
	    keepAdding: boolean;
	    steps: Step[];
	    stopOn: StopOn;
	    pace: chats.Pace;
	    schedule: Schedule;
	}
	export interface LeftOut {
	    leadId: number;
	    name: string;
	    phoneDisplay: string;
	    reason: string;
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
	export interface WarmthCount {
	    warmth: Warmth;
	    count: number;
	}
	export interface Reach {
	    total: number;
	    excluded: Exclusion[];
	    warmth: WarmthCount[];
	    cold: number;
	    needsWord: boolean;
	    startAt: number;
	    finishAt: number;
	    days: chats.DayCount[];
	}
	export interface Recipient {
	    id: number;
	    leadId: number;
	    chatId: number;
	    name: string;
	    phone: string;
	    phoneDisplay: string;
	    step: number;
	    variant: number;
	    state: RecipientState;
	    reason: string;
	    updatedAt: number;
	    dueAt: number;
	}
	export interface RecipientPage {
	    items: Recipient[];
	    next: string;
	}
	export interface RecipientQuery {
	    states: string[];
	    cursor: string;
	    limit: number;
	}
	
	
	
	
	export interface Summary {
	    campaign: Campaign;
	    counts: Counts;
	}
	
	
	
	

}

export namespace chats {
	
	export enum Kind {
	    Audio = "audio",
	    Contact = "contact",
	    Delete = "delete",
	    Document = "document",
	    Edit = "edit",
	    Image = "image",
	    Location = "location",
	    Notice = "notice",
	    Poll = "poll",
	    Reaction = "reaction",
	    Sticker = "sticker",
	    Text = "text",
	    Unreadable = "unreadable",
	    Unsupported = "unsupported",
	    Video = "video",
	    ViewOnce = "view_once",
	    Voice = "voice",
	    Waiting = "waiting",
	}
	export enum ListFilter {
	    All = "all",
	    Drafts = "drafts",
	    Unread = "unread",
	    Waiting = "waiting",
	}
	export enum MediaState {
	    Expired = "expired",
	    Failed = "failed",
	    Fetching = "fetching",
	    Ready = "ready",
	    Remote = "remote",
	    Requested = "requested",
	}
	export enum Origin {
	    App = "app",
	    Automation = "automation",
	    Campaign = "campaign",
	    Contact = "contact",
	    Phone = "phone",
	}
	export enum Status {
	    Delivered = "delivered",
	    Failed = "failed",
	    Queued = "queued",
	    Read = "read",
	    Received = "received",
	    Sending = "sending",
	    Sent = "sent",
	}
	export enum WaitReason {
	    DayCap = "day_cap",
	    File = "file",
	    Gap = "gap",
	    HalvedCap = "halved_cap",
	    Holiday = "holiday",
	    HourCap = "hour_cap",
	    Hours = "hours",
	    LookUpLimit = "look_up_limit",
	    Matches = "matches",
	    MinuteCap = "minute_cap",
	    NewChats = "new_chats",
	    NoTime = "no_time",
	    Nothing = "",
	    Offline = "offline",
	    Quiet = "quiet",
	    Ramp = "ramp",
	    RateLimited = "rate_limited",
	    Restricted = "restricted",
	    Step = "step",
	    Undo = "undo",
	}
	export interface Amend {
	    messageId: number;
	    waId: string;
	    fromMe: boolean;
	    before: string;
	}
	export interface Attachment {
	    mediaId: number;
	    kind: Kind;
	    name: string;
	    mime: string;
	    size: number;
	    width: number;
	    height: number;
	    durationMs: number;
	    thumb: string;
	}
	export interface Card {
	    name: string;
	    numbers: string[];
	}
	export interface ChatEvent {
	    chatId: number;
	}
	export interface Location {
	    latitude: number;
	    longitude: number;
	    name: string;
	    address: string;
	    live: boolean;
	}
	export interface Compose {
	    clientId: string;
	    text: string;
	    replyTo: number;
	    fileId: string;
	    as: Kind;
	    location?: Location;
	    leadIds: number[];
	}
	export interface Counts {
	    unread: number;
	    waiting: number;
	    drafts: number;
	}
	export interface DayCount {
	    date: string;
	    count: number;
	}
	export interface Notice {
	    what: string;
	    value: string;
	}
	export interface Poll {
	    options: string[];
	    multi: boolean;
	}
	export interface Detail {
	    location?: Location;
	    cards?: Card[];
	    poll?: Poll;
	    notice?: Notice;
	    amend?: Amend;
	}
	export interface Gap {
	    from: number;
	    to: number;
	    arrived: number;
	    missing: number;
	    open: boolean;
	}
	export interface Hours {
	    on: boolean;
	    days: number[];
	    from: number;
	    to: number;
	}
	export interface Item {
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
	    lastKind: Kind;
	    lastFromMe: boolean;
	    lastStatus: Status;
	    lastAt: number;
	    unread: number;
	    draft: string;
	    private: boolean;
	    timer: number;
	}
	export interface ListQuery {
	    query: string;
	    filter: ListFilter;
	    cursor: string;
	    limit: number;
	}
	
	export interface Media {
	    id: number;
	    state: MediaState;
	    mime: string;
	    size: number;
	    fileName: string;
	    width: number;
	    height: number;
	    durationMs: number;
	    wave: number[];
	    hasThumb: boolean;
	    animated: boolean;
	    reason: string;
	}
	export interface MediaEvent {
	    chatId: number;
	    messageId: number;
	    percent: number;
	}
	export interface Reaction {
	    fromMe: boolean;
	    emoji: string;
	    at: number;
	}
	export interface Quote {
	    waId: string;
	    fromMe: boolean;
	    kind: Kind;
	    text: string;
	    messageId: number;
	}
	export interface Message {
	    id: number;
	    chatId: number;
	    clientId: string;
	    fromMe: boolean;
	    origin: Origin;
	    kind: Kind;
	    text: string;
	    detail: Detail;
	    quote?: Quote;
	    media?: Media;
	    reactions: Reaction[];
	    forwarded: number;
	    editedAt: number;
	    deletedAt: number;
	    timer: number;
	    gap?: Gap;
	    campaignId?: number;
	    at: number;
	    status: Status;
	    deliveredAt: number;
	    readAt: number;
	    error: string;
	}
	export interface MessageEvent {
	    chatId: number;
	    messageId: number;
	    leadId: number;
	    status: Status;
	}
	export interface MessagePage {
	    items: Message[];
	    next: string;
	}
	
	export interface Pace {
	    minGapSeconds: number;
	    maxGapSeconds: number;
	    perHour: number;
	    perDay: number;
	}
	export interface Page {
	    items: Item[];
	    next: string;
	    counts: Counts;
	}
	
	export interface Quiet {
	    on: boolean;
	    from: number;
	    to: number;
	}
	
	
	export interface Remote {
	    DirectPath: string;
	    URL: string;
	    Key: number[];
	    EncSHA256: number[];
	    FileSHA256: number[];
	}
	export interface Rules {
	    perMinute: number;
	    newPerDay: number;
	    ramp: number[];
	    work: Hours;
	    quiet: Quiet;
	    zone: string;
	    personDays: number;
	    consentOnly: boolean;
	    holidays: string[];
	}
	export interface Staged {
	    id: string;
	    name: string;
	    size: number;
	    mime: string;
	    as: Kind;
	    canBe: string[];
	    width: number;
	    height: number;
	    durationMs: number;
	}
	export interface TypingEvent {
	    chatId: number;
	    typing: boolean;
	}

}

export namespace demo {
	
	export enum Thing {
	    Contact = "contact",
	    Document = "document",
	    Photo = "photo",
	    Place = "place",
	    Poll = "poll",
	    Voice = "voice",
	}
	export interface Phone {
	    number: string;
	    name: string;
	    manner: string;
	    unread: number;
	    devices: number;
	    passkey: boolean;
	}
	export interface ShownReaction {
	    fromMe: boolean;
	    emoji: string;
	}
	export interface ShownQuote {
	    fromMe: boolean;
	    kind: chats.Kind;
	    text: string;
	}
	export interface Shown {
	    id: string;
	    fromMe: boolean;
	    kind: chats.Kind;
	    text: string;
	    at: number;
	    read: boolean;
	    edited: boolean;
	    title: string;
	    detail: string;
	    seconds: number;
	    options: string[];
	    picture: string;
	    quote?: ShownQuote;
	    reactions: ShownReaction[];
	}
	
	
	export interface State {
	    owner: Phone;
	    phones: Phone[];
	    sheetLink: string;
	    sheetRows: number;
	    sharedSheetLink: string;
	}

}

export namespace imports {
	
	export interface BadRow {
	    row: number;
	    value: string;
	}
	export interface Column {
	    index: number;
	    name: string;
	    samples: string[];
	    guess: string;
	}
	export interface File {
	    token: string;
	    fileName: string;
	    tabs: string[];
	    tab: string;
	    encoding: string;
	    encodings: string[];
	    delimiter: string;
	    headerRow: number;
	    columns: Column[];
	    rowCount: number;
	    committed: boolean;
	    defaultCountry: string;
	}
	export interface Options {
	    tab: string;
	    encoding: string;
	    delimiter: string;
	    headerRow: number;
	    mapping: string[];
	    defaultCountry: string;
	    tags: string[];
	    stageId: number;
	}
	export interface Sample {
	    row: number;
	    name: string;
	    phone: string;
	    original: string;
	    status: string;
	    reason: string;
	}
	export interface Problem {
	    reason: string;
	    count: number;
	    rows: BadRow[];
	}
	export interface Preview {
	    rows: number;
	    newLeads: number;
	    existing: number;
	    duplicates: number;
	    rejected: number;
	    problems: Problem[];
	    sample: Sample[];
	}
	
	export interface Result {
	    importId: number;
	    rows: number;
	    created: number;
	    updated: number;
	    unchanged: number;
	    duplicates: number;
	    rejected: number;
	    tags: string[];
	}

}

export namespace leads {
	
	export enum ConsentState {
	    Given = "given",
	    Refused = "refused",
	    Unknown = "unknown",
	}
	export enum NameSource {
	    AddressBook = "address_book",
	    Intake = "intake",
	    Number = "number",
	    Push = "push",
	    User = "user",
	}
	export enum Sort {
	    Created = "created",
	    Name = "name",
	    Recent = "recent",
	}
	export enum Source {
	    File = "file",
	    Manual = "manual",
	    Sheet = "sheet",
	    WhatsApp = "whatsapp",
	}
	export interface Activity {
	    id: number;
	    leadId: number;
	    kind: string;
	    actor: string;
	    detail: string;
	    at: number;
	    batchId: number;
	}
	export interface Changed {
	    ids: number[];
	}
	export interface Consent {
	    leadId: number;
	    state: ConsentState;
	    source: string;
	    note: string;
	    at: number;
	}
	export interface Note {
	    id: number;
	    leadId: number;
	    text: string;
	    createdAt: number;
	}
	export interface Lead {
	    id: number;
	    name: string;
	    nameSource: NameSource;
	    pushName: string;
	    phone: string;
	    phoneDisplay: string;
	    email: string;
	    company: string;
	    owner: string;
	    source: Source;
	    stageId: number;
	    tags: string[];
	    optedOut: boolean;
	    firstMessageAt: number;
	    lastMessageAt: number;
	    createdAt: number;
	    updatedAt: number;
	}
	export interface Detail {
	    lead: Lead;
	    notes: Note[];
	    activities: Activity[];
	    chatId: number;
	    consent?: Consent;
	    custom: Record<string, string>;
	}
	export interface Filter {
	    query: string;
	    tags: string[];
	    stageId: number;
	    sort: Sort;
	    cursor: string;
	    limit: number;
	}
	export interface Input {
	    name: string;
	    phone: string;
	    email: string;
	    company: string;
	    owner: string;
	    tags: string[];
	    stageId: number;
	}
	
	
	export interface Page {
	    items: Lead[];
	    next: string;
	    total: number;
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
	export interface Update {
	    name?: string;
	    email?: string;
	    company?: string;
	    owner?: string;
	    stageId?: number;
	}

}

export namespace optouts {
	
	export interface Edits {
	    added: string[];
	    removed: string[];
	}
	export interface Choices {
	    stop: Edits;
	    start: Edits;
	    confirm: boolean;
	    text: string;
	}
	
	export interface Entry {
	    leadId: number;
	    name: string;
	    phone: string;
	    phoneDisplay: string;
	    source: string;
	    reason: string;
	    at: number;
	    liftedAt: number;
	}
	export interface Input {
	    leadId: number;
	    phone: string;
	    reason: string;
	}
	export interface Page {
	    items: Entry[];
	    next: string;
	    total: number;
	    unknown: number;
	}
	export interface Query {
	    query: string;
	    cursor: string;
	    limit: number;
	}
	export interface Words {
	    stop: string[];
	    start: string[];
	}
	export interface Rules {
	    words: Words;
	    confirm: boolean;
	    text: string;
	}
	export interface Target {
	    leadId: number;
	    phone: string;
	}

}

export namespace secret {
	
	export enum Protection {
	    File = "file",
	    Keychain = "keychain",
	    Unknown = "",
	}

}

export namespace settings {
	
	export enum Theme {
	    Dark = "dark",
	    Light = "light",
	    System = "system",
	}
	export interface Chats {
	    readReceipts: boolean;
	    showOnline: boolean;
	    showTyping: boolean;
	    autoDownloadMb: number;
	}
	export interface Window {
	    width: number;
	    height: number;
	    x: number;
	    y: number;
	    placed: boolean;
	    maximised: boolean;
	}
	export interface Settings {
	    riskAcceptedAt: number;
	    onboardedAt: number;
	    defaultCountry: string;
	    pace: chats.Pace;
	    sending: chats.Rules;
	    theme: Theme;
	    window: Window;
	    chats: Chats;
	    optOut: optouts.Choices;
	}
	export interface Update {
	    acceptRisk?: boolean;
	    onboarded?: boolean;
	    defaultCountry?: string;
	    pace?: chats.Pace;
	    sending?: chats.Rules;
	    theme?: Theme;
	    chats?: Chats;
	}

}

export namespace sheets {
	
	export enum Access {
	    File = "file",
	    Google = "google",
	    Link = "link",
	    ServiceAccount = "service_account",
	}
	export enum PreviewStatus {
	    Known = "known",
	    New = "new",
	    Rejected = "rejected",
	    Repeated = "repeated",
	}
	export enum Settlement {
	    Ours = "ours",
	    Theirs = "theirs",
	}
	export enum State {
	    Active = "active",
	    Failed = "error",
	    Paused = "paused",
	}
	export enum WriteField {
	    LastContact = "last_contact",
	    OptOut = "opt_out",
	    Owner = "owner",
	    Stage = "stage",
	}
	export interface Changed {
	    id: number;
	}
	export interface Column {
	    index: number;
	    name: string;
	    samples: string[];
	    guess: string;
	}
	export interface Columns {
	    headerRow: number;
	    columns: Column[];
	    rowCount: number;
	}
	export interface Conflict {
	    rowKey: string;
	    field: WriteField;
	    row: number;
	    leadId: number;
	    lead: string;
	    theirs: string;
	    ours: string;
	    at: number;
	}
	export interface Run {
	    id: number;
	    startedAt: number;
	    endedAt: number;
	    rows: number;
	    created: number;
	    changed: number;
	    rejected: number;
	    error: string;
	}
	export interface WriteColumn {
	    field: WriteField;
	    column: string;
	}
	export interface Hours {
	    from: number;
	    to: number;
	}
	export interface Connection {
	    id: number;
	    access: Access;
	    spreadsheetId: string;
	    path: string;
	    title: string;
	    tab: string;
	    gid: number;
	    headerRow: number;
	    header: string[];
	    mapping: string[];
	    keyColumn: string;
	    defaultCountry: string;
	    tags: string[];
	    stageId: number;
	    owner: string;
	    notify: boolean;
	    existingRows: string;
	    intervalMinutes: number;
	    activeHours: Hours;
	    writeBack: WriteColumn[];
	    state: State;
	    reason: string;
	    about: string;
	    lastRunAt: number;
	    nextRunAt: number;
	    createdAt: number;
	    last?: Run;
	    rows: number;
	    newLeads: number;
	    changed: number;
	    rejected: number;
	    conflicts: number;
	}
	export interface Google {
	    ready: boolean;
	    own: boolean;
	    email: string;
	}
	
	export interface Input {
	    access: Access;
	    spreadsheetId: string;
	    path: string;
	    tab: string;
	    headerRow: number;
	    mapping: string[];
	    keyColumn: string;
	    defaultCountry: string;
	    tags: string[];
	    stageId: number;
	    owner: string;
	    notify: boolean;
	    existingRows: string;
	    intervalMinutes: number;
	    activeHours: Hours;
	    writeBack: WriteColumn[];
	}
	export interface NewLeads {
	    id: number;
	    title: string;
	    count: number;
	    notify: boolean;
	}
	export interface Place {
	    access: Access;
	    spreadsheetId: string;
	    path: string;
	}
	export interface PreviewRow {
	    row: number;
	    status: PreviewStatus;
	    name: string;
	    phone: string;
	    email: string;
	    company: string;
	    owner: string;
	    stage: string;
	    tags: string[];
	    note: string;
	    custom: Record<string, string>;
	    reason: string;
	    value: string;
	}
	export interface Preview {
	    rows: PreviewRow[];
	    total: number;
	    new: number;
	    known: number;
	    repeated: number;
	    rejected: number;
	}
	
	export interface RowProblem {
	    row: number;
	    reason: string;
	    value: string;
	    seenAt: number;
	}
	
	export interface Tab {
	    id: number;
	    title: string;
	}
	export interface Spreadsheet {
	    access: Access;
	    spreadsheetId: string;
	    path: string;
	    title: string;
	    tabs: Tab[];
	    gid?: number;
	}
	
	export interface Update {
	    tab?: string;
	    access?: Access;
	    path?: string;
	    headerRow?: number;
	    mapping?: string[];
	    keyColumn?: string;
	    defaultCountry?: string;
	    tags?: string[];
	    stageId?: number;
	    owner?: string;
	    notify?: boolean;
	    intervalMinutes?: number;
	    activeHours?: Hours;
	    writeBack?: WriteColumn[];
	}

}

export namespace store {
	
	export enum SessionNotice {
	    Damaged = "damaged",
	    KeyElsewhere = "key_elsewhere",
	    KeyLost = "key_lost",
	    Nothing = "",
	}
	export interface Backup {
	    id: string;
	    kind: string;
	    createdAt: number;
	    sizeBytes: number;
	}

}

export namespace templates {
	
	export interface Input {
	    name: string;
	    body: string;
	    attachment?: chats.Attachment;
	}
	export interface Template {
	    id: number;
	    name: string;
	    body: string;
	    attachment?: chats.Attachment;
	    createdAt: number;
	    updatedAt: number;
	}

}

