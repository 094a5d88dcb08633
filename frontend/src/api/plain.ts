/** Words that Go keeps as plain strings but that come from a closed list, by the name of the field. */
interface Narrowed {
  guess: IntakeField;
  mapping: IntakeField[];
  existingRows: "import" | "ignore";
  /** "" in a conversation without messages. */
  lastStatus: "queued" | "sending" | "failed" | "sent" | "delivered" | "read" | "received" | "";
  /** How a file can be sent. */
  canBe: ("image" | "video" | "audio" | "voice" | "document" | "sticker")[];
  /** How a file is sent; "" chooses by its type. */
  as: "" | "image" | "video" | "audio" | "voice" | "document" | "sticker";
  /** What a notice in a conversation says. */
  what: "keys_changed" | "number_changed" | "new_person" | "timer";
}

/** The same for names that elsewhere are enums already. */
interface NarrowedStrings {
  /** Of a row of a file. */
  status: "new" | "existing" | "duplicate" | "rejected";
  /** Of a sheet. */
  state: "active" | "paused" | "error";
}

/** What a column of a file or a sheet can mean. */
export type IntakeField =
  | ""
  | "name"
  | "first_name"
  | "last_name"
  | "phone"
  | "email"
  | "company"
  | "owner"
  | "tags"
  | "note"
  | "stage"
  | "custom";

/** A generated type as it really crosses the bridge: enums are their words. */
export type Plain<T> = T extends string
  ? `${T}`
  : T extends number | boolean | null | undefined
    ? T
    : T extends (infer Item)[]
      ? Plain<Item>[]
      : { [Key in keyof T]: PlainField<Key, T[Key]> };

type PlainField<Key, Value> = Key extends keyof Narrowed
  ? Narrowed[Key]
  : Key extends keyof NarrowedStrings
    ? string extends Value
      ? NarrowedStrings[Key]
      : Plain<Value>
    : Plain<Value>;

/** Arguments of a generated function, as plain values. */
export type PlainArgs<Args extends unknown[]> = { [Index in keyof Args]: Plain<Args[Index]> };
