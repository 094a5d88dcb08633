import { useBackendEvents } from "@/app/backend-events";
import { Providers } from "@/app/providers";
import { Screens } from "@/app/screens";
import { Shell } from "@/app/shell";

export function App() {
  return (
    <Providers>
      <Live />
    </Providers>
  );
}

function Live() {
  useBackendEvents();
  return (
    <Shell>
      <Screens />
    </Shell>
  );
}
