import "@/styles/fonts.css";
import "@/styles/theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/app";
import { startI18n } from "@/i18n/i18n";

startI18n(new URLSearchParams(window.location.search).get("lang") ?? "en");

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
