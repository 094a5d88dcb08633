import { Redirect, Route, Switch } from "wouter";

/** Which screen an address shows. */
export function Screens() {
  return (
    <Switch>
      <Route>
        <Redirect to="/inbox" replace />
      </Route>
    </Switch>
  );
}
