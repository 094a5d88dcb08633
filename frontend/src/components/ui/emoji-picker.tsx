import {
  EmojiPicker as Base,
  type EmojiPickerListCategoryHeaderProps,
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
} from "frimousse";
import { useTranslation } from "react-i18next";

/** Where the build puts emojibase's tables; nothing is fetched from elsewhere. */
const TABLES = "/emoji";

export function EmojiPicker({ onSelect }: { onSelect: (emoji: string) => void }) {
  const { t } = useTranslation();
  return (
    <Base.Root
      emojibaseUrl={TABLES}
      locale="en"
      columns={9}
      onEmojiSelect={({ emoji }) => onSelect(emoji)}
      className="flex h-full flex-col"
    >
      <Base.Search
        autoFocus
        placeholder={t("emoji.search")}
        aria-label={t("emoji.search")}
        className="m-2 h-9 rounded-md border border-transparent bg-sunken px-3 text-14 focus-visible:border-accent focus-visible:bg-surface focus-visible:outline-0"
      />
      <Base.Viewport className="relative flex-1 outline-none">
        <Base.Loading className="absolute inset-0 grid place-items-center text-13 text-soft">
          <span className="late-appear">{t("common.loading")}</span>
        </Base.Loading>
        <Base.Empty className="absolute inset-0 grid place-items-center text-13 text-soft">
          {t("emoji.empty")}
        </Base.Empty>
        <Base.List className="select-none pb-2" components={{ CategoryHeader, Row, Emoji }} />
      </Base.Viewport>
    </Base.Root>
  );
}

function CategoryHeader({ category, ...props }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div {...props} className="bg-surface px-3 pt-2 pb-1 font-semibold text-12 text-soft">
      {category.label}
    </div>
  );
}

function Row({ children, ...props }: EmojiPickerListRowProps) {
  return (
    <div {...props} className="scroll-my-1 px-2">
      {children}
    </div>
  );
}

function Emoji({ emoji, ...props }: EmojiPickerListEmojiProps) {
  return (
    <button {...props} className="grid size-9 place-items-center rounded-md text-20 data-active:bg-sunken">
      {emoji.emoji}
    </button>
  );
}
