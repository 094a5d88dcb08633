import { BackendError } from "@/api/client";
import type { sheetsApi } from "@/api/sheets";
import type { Google, Spreadsheet } from "@/api/types";
import type { FakeState } from "@/testing/fake/state";

/** What a Client of the backend refuses with. */
export function refuse(reason: string, fields: Record<string, string> = {}): BackendError {
  return new BackendError("unavailable", `Refused: ${reason}.`, { reason, ...fields });
}

const TABS = [
  { id: 0, title: "Form responses" },
  { id: 7, title: "Archive" },
];

/**
 * The easiest way to the sheet of a link. Everybody may read one, unless its id holds "private"; "refuse-<reason>"
 * refuses whatever is tried.
 */
export function findSheet(state: FakeState, link: string): Spreadsheet {
  const [, id = "", gid] = /spreadsheets\/d\/([\w-]+)(?:.*[#&?]gid=(\d+))?/.exec(link) ?? [];
  if (id === "") throw refuse("bad_link");
  const always = /refuse-(\w+)/.exec(id)?.[1];
  const { email } = state.serviceAccount;
  if (always) throw refuse(always, { email: always === "not_picked" ? state.google.email : email });
  const found = { spreadsheetId: id, path: "", title: "Spring fair", tabs: TABS };
  const pointed = gid === undefined ? {} : { gid: Number(gid) };
  if (!id.includes("private")) return { ...found, ...pointed, access: "link" };
  if (state.picked.includes(id)) return { ...found, ...pointed, access: "google" };
  if (state.shared.includes(id)) return { ...found, ...pointed, access: "service_account" };
  if (state.google.email !== "") throw refuse("not_picked", { email: state.google.email });
  throw email === "" ? refuse("private_sheet") : refuse("not_shared", { email });
}

type GoogleVerbs = "google" | "signIn" | "cancelSignIn" | "signOut" | "setGoogleClient";

export function fakeGoogle(state: FakeState): Pick<typeof sheetsApi, GoogleVerbs> {
  let leave: (why: BackendError) => void = () => undefined;
  const signedIn = (spreadsheetId: string): Google => {
    state.google.email = "sarah@shop-goncalves.example";
    if (state.browser !== "no_pick") state.picked.push(spreadsheetId);
    return state.google;
  };
  return {
    google: async () => state.google,
    signIn: async (spreadsheetId) => {
      leave(refuse("sign_in_timeout"));
      if (!state.google.ready) throw refuse("no_google_client");
      if (state.browser.startsWith("sign_in_")) throw refuse(state.browser);
      if (state.browser !== "waits") return signedIn(spreadsheetId);
      return new Promise((resolve, reject) => {
        leave = reject;
        state.answerBrowser = () => resolve(signedIn(spreadsheetId));
      });
    },
    cancelSignIn: async () => leave(new BackendError("canceled", "")),
    signOut: async () => {
      state.google.email = "";
      state.picked = [];
    },
    setGoogleClient: async (id) => {
      if (id !== "" && !id.endsWith(".apps.googleusercontent.com"))
        throw new BackendError("invalid", "A client id ends in .apps.googleusercontent.com.", {
          field: "id",
        });
      Object.assign(state.google, { ready: id !== "", own: id !== "" });
      return state.google;
    },
  };
}
