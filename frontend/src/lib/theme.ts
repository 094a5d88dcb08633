export type Theme = "system" | "light" | "dark";

/** Puts the chosen theme on the page; the system's is the absence of a choice. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
