import { Combobox as Base } from "@base-ui/react/combobox";
import { ChevronsUpDown } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { controlClass } from "@/components/ui/input";
import { cn } from "@/lib/cn";
import { allZones, localZone, zoneLabel } from "@/lib/zones";

interface ZoneSelectProps {
  id?: string;
  /** An IANA name; "" is the computer's own. */
  value: string;
  onChange: (zone: string) => void;
  className?: string;
}

interface Item {
  value: string;
  label: string;
}

/** A time zone by typing part of its name. */
export function ZoneSelect({ id, value, onChange, className }: ZoneSelectProps) {
  const { t, i18n } = useTranslation();
  const items = useMemo<Item[]>(() => {
    const own = { value: "", label: t("zone.own", { zone: zoneLabel(localZone()) }) };
    return [own, ...allZones().map((zone) => ({ value: zone, label: zoneLabel(zone) }))];
  }, [t]);
  const selected = items.find((item) => item.value === value) ?? { value, label: zoneLabel(value) };
  return (
    <Base.Root
      items={items}
      locale={i18n.language}
      value={selected}
      onValueChange={(item: Item | null) => {
        if (item) onChange(item.value);
      }}
      isItemEqualToValue={(a: Item, b: Item) => a.value === b.value}
    >
      <div className={cn("relative", className)}>
        <Base.Input id={id} aria-label={t("zone.label")} className={cn(controlClass, "h-9 pe-9")} />
        <Base.Trigger
          aria-label={t("zone.choose")}
          tabIndex={-1}
          className="absolute inset-y-0 end-2 my-auto grid size-6 place-items-center text-faint"
        >
          <ChevronsUpDown aria-hidden className="size-4" />
        </Base.Trigger>
      </div>
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-50">
          <Base.Popup className="floating max-h-72 w-[var(--anchor-width)] overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-float outline-none">
            <Base.Empty>
              <div className="px-2 py-1.5 text-13 text-soft">{t("zone.empty")}</div>
            </Base.Empty>
            <Base.List>
              {(item: Item) => (
                <Base.Item
                  key={item.value}
                  value={item}
                  className="cursor-default rounded-sm px-2 py-1.5 outline-none data-highlighted:bg-sunken data-selected:text-accent"
                >
                  {item.label}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
