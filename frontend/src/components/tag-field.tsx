import { useTranslation } from "react-i18next";
import { TagInput } from "@/components/ui/tag-input";

interface TagFieldProps {
  id?: string;
  label?: string;
  placeholder?: string;
  value: string[];
  known: string[];
  onChange: (tags: string[]) => void;
  creatable?: boolean;
  className?: string;
}

/** The tag field with the app's words. */
export function TagField({ label, placeholder, ...rest }: TagFieldProps) {
  const { t } = useTranslation();
  return (
    <TagInput
      {...rest}
      label={label ?? t("tags.label")}
      placeholder={placeholder ?? t("tags.placeholder")}
      createLabel={(tag) => t("tags.create", { tag })}
      removeLabel={(tag) => t("common.removeTag", { tag })}
      emptyLabel={t("tags.empty")}
    />
  );
}
