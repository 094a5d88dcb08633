import { Redirect, Route, Switch } from "wouter";
import { InboxPage } from "@/features/chats/inbox-page";

/** Which screen an address shows. */
export function Screens() {
  return (
    <Switch>
      <Route path="/inbox/:id?">
        {({ id }) => <InboxPage chatId={Number(id ?? 0)} renderPanel={() => null} />}
      </Route>
      <Route>
        <Redirect to="/inbox" replace />
      </Route>
    </Switch>
  );
}
