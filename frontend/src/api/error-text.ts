import { useTranslation } from "react-i18next";
import { toBackendError } from "@/api/client";

export interface ErrorText {
  title: string;
  detail: string | undefined;
}

/** What went wrong in the user's language, with the backend's sentence below it. */
export function useErrorText(): (cause: unknown) => ErrorText {
  const { t } = useTranslation();
  return (cause) => {
    const error = toBackendError(cause);
    const ref = error.ref === "" ? "" : ` ${t("error.ref", { ref: error.ref })}`;
    return { title: t(`error.${error.code}`), detail: `${error.detail}${ref}`.trim() || undefined };
  };
}
