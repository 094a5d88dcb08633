import { useTranslation } from "react-i18next";
import type { AccountStatus } from "@/api/types";
import { PhoneNumber } from "@/components/ui/phone-number";

/** Whose WhatsApp it is. */
export function LinkedAs({ status }: { status: AccountStatus }) {
  const { t } = useTranslation();
  if (status.phoneDisplay === "") return null;
  return (
    <span>
      {t("account.linkedAs")}{" "}
      <b className="font-semibold">
        <PhoneNumber value={status.phoneDisplay} />
      </b>
      {status.name ? ` · ${status.name}` : null}
    </span>
  );
}
