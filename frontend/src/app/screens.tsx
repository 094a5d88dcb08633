import { Redirect, Route, Switch } from "wouter";
import { useUi } from "@/app/ui-store";
import { LinkPanel } from "@/features/account/link-panel";
import { CampaignPage } from "@/features/campaigns/campaign-page";
import { CampaignsPage } from "@/features/campaigns/campaigns-page";
import { TemplatesPage } from "@/features/campaigns/templates/templates-page";
import { CampaignWizardPage } from "@/features/campaigns/wizard/campaign-wizard-page";
import { InboxPage } from "@/features/chats/inbox-page";
import { ImportPage } from "@/features/leads/import/import-page";
import { LeadPanel } from "@/features/leads/lead-panel";
import { LeadsPage } from "@/features/leads/leads-page";
import { SettingsPage } from "@/features/settings/settings-page";
import { ConnectPage } from "@/features/sheets/connect/connect-page";
import { SheetEditPage } from "@/features/sheets/edit/sheet-edit-page";
import { SheetPage } from "@/features/sheets/sheet-page";
import { SheetsPage } from "@/features/sheets/sheets-page";

const panel = (leadId: number) => <LeadPanel key={leadId} leadId={leadId} />;

/** Which screen an address shows; the one place where features meet. */
export function Screens() {
  const narrowed = useUi((ui) => ui.demoOpen);
  return (
    <Switch>
      <Route path="/inbox/:id?">
        {({ id }) => <InboxPage chatId={Number(id ?? 0)} renderPanel={panel} narrowed={narrowed} />}
      </Route>
      <Route path="/leads/import">
        <ImportPage />
      </Route>
      <Route path="/leads/new">
        <LeadsPage leadId={0} creating />
      </Route>
      <Route path="/leads/:id?">{({ id }) => <LeadsPage leadId={Number(id ?? 0)} creating={false} />}</Route>
      <Route path="/campaigns">
        <CampaignsPage />
      </Route>
      <Route path="/campaigns/new">
        <CampaignWizardPage campaignId={0} />
      </Route>
      <Route path="/campaigns/:id/edit">{({ id }) => <CampaignWizardPage campaignId={Number(id)} />}</Route>
      <Route path="/campaigns/:id">{({ id }) => <CampaignPage campaignId={Number(id)} />}</Route>
      <Route path="/sheets">
        <SheetsPage />
      </Route>
      <Route path="/sheets/new">
        <ConnectPage />
      </Route>
      <Route path="/sheets/:id/edit">{({ id }) => <SheetEditPage key={id} sheetId={Number(id)} />}</Route>
      <Route path="/sheets/:id">{({ id }) => <SheetPage sheetId={Number(id)} />}</Route>
      <Route path="/templates">
        <TemplatesPage />
      </Route>
      <Route path="/settings/:section?">
        <SettingsPage link={<LinkPanel />} />
      </Route>
      <Route>
        <Redirect to="/inbox" replace />
      </Route>
    </Switch>
  );
}
