import { useTranslation } from "react-i18next";
import { useSystem } from "@/api/system";
import { Banner } from "@/components/ui/banner";

/** Why an earlier link could not be opened at the start; until a number is linked again. */
export function LinkGone() {
  const { t } = useTranslation();
  const notice = useSystem().data?.session.notice;
  if (!notice) return null;
  return (
    <Banner tone="warn" title={t(`settings.linkGone.${notice}`)}>
      {t(`settings.linkGoneBody.${notice}`)}
    </Banner>
  );
}
