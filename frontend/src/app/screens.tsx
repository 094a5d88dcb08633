import { Redirect, Route, Switch } from "wouter";
import { InboxPage } from "@/features/chats/inbox-page";
import { ImportPage } from "@/features/leads/import/import-page";
import { LeadPanel } from "@/features/leads/lead-panel";
import { LeadsPage } from "@/features/leads/leads-page";

const panel = (leadId: number) => <LeadPanel key={leadId} leadId={leadId} />;

/** Which screen an address shows; the one place where features meet. */
export function Screens() {
  return (
    <Switch>
      <Route path="/inbox/:id?">
        {({ id }) => <InboxPage chatId={Number(id ?? 0)} renderPanel={panel} />}
      </Route>
      <Route path="/leads/import">
        <ImportPage />
      </Route>
      <Route path="/leads/new">
        <LeadsPage leadId={0} creating />
      </Route>
      <Route path="/leads/:id?">{({ id }) => <LeadsPage leadId={Number(id ?? 0)} creating={false} />}</Route>
      <Route>
        <Redirect to="/inbox" replace />
      </Route>
    </Switch>
  );
}
