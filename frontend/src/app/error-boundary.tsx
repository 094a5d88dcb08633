import { Component, type ErrorInfo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { systemApi } from "@/api/system";
import { crashText } from "@/app/crash-text";
import { ErrorState } from "@/components/ui/error-state";

interface ErrorBoundaryProps {
  /** Another value, such as another screen's address, tries again by itself. */
  place: string;
  children: ReactNode;
}

/** Keeps a mistake in one part of the page from blanking the window, and tells the log. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(cause: unknown, info: ErrorInfo) {
    void systemApi.reportCrash(crashText(cause, info.componentStack ?? "")).catch(() => undefined);
  }

  override componentDidUpdate(before: ErrorBoundaryProps) {
    if (this.state.failed && before.place !== this.props.place) this.setState({ failed: false });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <Crashed onRetry={() => this.setState({ failed: false })} />;
  }
}

function Crashed({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <ErrorState
      title={t("crash.title")}
      detail={t("crash.detail")}
      retry={t("crash.retry")}
      onRetry={onRetry}
    />
  );
}
