import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChatSettings } from "@/api/types";
import { Field } from "@/components/ui/field";
import { NumberField } from "@/components/ui/number-field";
import { Switch } from "@/components/ui/switch";
import { SettingsSection } from "./settings-section";

/** Files up to this size can be chosen to come by themselves, in MB. */
const MOST_MB = 100;

interface ConversationsSectionProps {
  value: ChatSettings;
  onChange: (value: ChatSettings) => void;
}

/** What the other side sees of us, and what is fetched without asking. */
export function ConversationsSection({ value, onChange }: ConversationsSectionProps) {
  const { t } = useTranslation();
  const [megabytes, setMegabytes] = useState(value.autoDownloadMb);
  return (
    <SettingsSection title={t("settings.chats.title")}>
      <Choice
        label={t("settings.chats.receipts")}
        hint={t("settings.chats.receiptsHint")}
        checked={value.readReceipts}
        onChange={(readReceipts) => onChange({ ...value, readReceipts })}
      />
      <Choice
        label={t("settings.chats.online")}
        hint={t("settings.chats.onlineHint")}
        checked={value.showOnline}
        onChange={(showOnline) =>
          onChange({ ...value, showOnline, showTyping: showOnline && value.showTyping })
        }
      />
      <Choice
        label={t("settings.chats.typing")}
        hint={t(value.showOnline ? "settings.chats.typingHint" : "settings.chats.typingNeedsOnline")}
        disabled={!value.showOnline}
        checked={value.showOnline && value.showTyping}
        onChange={(showTyping) => onChange({ ...value, showTyping })}
      />
      <Field label={t("settings.chats.download")} hint={t("settings.chats.downloadHint")}>
        {({ id }) => (
          <NumberField
            id={id}
            label={t("settings.chats.download")}
            lessLabel={t("common.decrease")}
            moreLabel={t("common.increase")}
            value={megabytes}
            min={0}
            max={MOST_MB}
            onChange={(autoDownloadMb) => {
              setMegabytes(autoDownloadMb);
              onChange({ ...value, autoDownloadMb });
            }}
          />
        )}
      </Field>
    </SettingsSection>
  );
}

interface ChoiceProps {
  label: string;
  hint: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

function Choice({ label, hint, checked, disabled = false, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-4">
      <div className="min-w-0 flex-1">
        <p className="font-medium">{label}</p>
        <p id={id} className="text-13 text-soft">
          {hint}
        </p>
      </div>
      <span className="mt-0.5">
        <Switch label={label} checked={checked} disabled={disabled} onChange={onChange} describedBy={id} />
      </span>
    </div>
  );
}
