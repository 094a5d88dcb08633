/** Two-letter countries a phone number can belong to; names come in the language of the window. */
const CODES =
  "AE AF AL AM AO AR AT AU AZ BA BD BE BF BG BH BI BJ BN BO BR BW BY CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DO DZ EC EE EG ER ES ET FI FJ FR GA GB GE GH GM GN GQ GR GT GW HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KM KR KW KZ LA LB LK LR LS LT LU LV LY MA MD ME MG MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NZ OM PA PE PG PH PK PL PR PS PT PY QA RO RS RU RW SA SC SD SE SG SI SK SL SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TR TT TW TZ UA UG US UY UZ VE VN XK YE ZA ZM ZW";

export interface Country {
  code: string;
  name: string;
}

export function countries(locale: string): Country[] {
  const names = new Intl.DisplayNames([locale], { type: "region" });
  return CODES.split(" ")
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
}

/** The country of the system's language, as a first guess; "" when it says none. */
export function systemCountry(language: string = navigator.language): string {
  try {
    const region = new Intl.Locale(language).maximize().region ?? "";
    return CODES.split(" ").includes(region) ? region : "";
  } catch {
    return ""; // Linux's "C" is no language
  }
}
