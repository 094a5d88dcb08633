import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "@/i18n/en.json";
import { pseudo } from "@/i18n/pseudo";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

export const i18n = i18next.createInstance();

/** `?lang=en-XA` shows accented, longer texts; `?lang=ar-XB` the same mirrored. Both find what a translation would break. */
export function startI18n(language: string): void {
  void i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    supportedLngs: ["en", "en-XA", "ar-XB"],
    resources: { en: { translation: en }, ...pseudoResources(language) },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar-XB" ? "rtl" : "ltr";
}

function pseudoResources(language: string) {
  return language === "en-XA" || language === "ar-XB" ? { [language]: { translation: pseudo(en) } } : {};
}
