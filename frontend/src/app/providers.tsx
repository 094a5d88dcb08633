import { DirectionProvider } from "@base-ui/react/direction-provider";
import { MutationCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { I18nextProvider, useTranslation } from "react-i18next";
import { Router } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { useErrorText } from "@/api/error-text";
import { showToast, ToastProvider } from "@/components/ui/toast";
import { TooltipProvider } from "@/components/ui/tooltip";
import { i18n } from "@/i18n/i18n";

/** What every screen stands on. A failed act shows a toast unless its form shows the error itself (`meta.inline`). */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <I18nextProvider i18n={i18n}>
      <DirectionProvider direction={document.documentElement.dir === "rtl" ? "rtl" : "ltr"}>
        <Data>
          <Router hook={useHashLocation}>
            <TooltipProvider delay={350}>{children}</TooltipProvider>
          </Router>
        </Data>
      </DirectionProvider>
    </I18nextProvider>
  );
}

function Data({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [client] = useState(() =>
    newQueryClient((cause) => {
      const { title, detail } = errorText(cause);
      showToast({ kind: "problem", title, detail });
    }),
  );
  return (
    <QueryClientProvider client={client}>
      <ToastProvider closeLabel={t("common.close")}>{children}</ToastProvider>
    </QueryClientProvider>
  );
}

/** Data stays until an event says it changed; calls go to this machine, so being offline pauses nothing. */
export function newQueryClient(onProblem: (cause: unknown) => void): QueryClient {
  return new QueryClient({
    mutationCache: new MutationCache({
      onError: (cause, _variables, _context, mutation) => {
        if (!mutation.meta?.inline) onProblem(cause);
      },
    }),
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}
