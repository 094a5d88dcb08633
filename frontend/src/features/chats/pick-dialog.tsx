import { Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { PhoneNumber } from "@/components/ui/phone-number";
import { SearchInput } from "@/components/ui/search-input";
import { cn } from "@/lib/cn";

export interface Pickable {
  id: number;
  name: string;
  phone: string;
  phoneDisplay: string;
}

interface PickDialogProps<Item extends Pickable> {
  title: string;
  description: string;
  search: string;
  query: string;
  onQuery: (query: string) => void;
  items: Item[];
  most: number;
  confirm: (count: number) => string;
  onConfirm: (chosen: Item[]) => void;
  onClose: () => void;
  busy?: boolean;
}

/** People to choose from, found by name or number; what was chosen stays while one searches on. */
export function PickDialog<Item extends Pickable>(props: PickDialogProps<Item>) {
  const { items, most, query, onQuery, onClose } = props;
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Item[]>([]);
  const has = (item: Item) => chosen.some((each) => each.id === item.id);
  const toggle = (item: Item) =>
    setChosen(has(item) ? chosen.filter((each) => each.id !== item.id) : [...chosen, item]);
  const names = chosen.map((each) => each.name || each.phoneDisplay).join(", ");
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={props.title}
      description={props.description}
      closeLabel={t("common.close")}
      footer={
        <>
          <span dir="auto" className="min-w-0 flex-1 truncate text-start text-13 text-soft" title={names}>
            {names}
          </span>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button
            variant="primary"
            disabled={chosen.length === 0}
            busy={props.busy ?? false}
            onClick={() => props.onConfirm(chosen)}
          >
            {props.confirm(chosen.length)}
          </Button>
        </>
      }
    >
      <SearchInput value={query} onChange={onQuery} label={props.search} clearLabel={t("common.clear")} />
      <div className="-mx-2 mt-2 h-80 overflow-y-auto">
        {items.map((item) => (
          <PickRow
            key={item.id}
            item={item}
            checked={has(item)}
            disabled={!has(item) && chosen.length >= most}
            onToggle={() => toggle(item)}
          />
        ))}
        {items.length === 0 ? (
          <p className="p-6 text-center text-soft">{t("inbox.nothing.search", { query })}</p>
        ) : null}
      </div>
    </Dialog>
  );
}

interface PickRowProps {
  item: Pickable;
  checked: boolean;
  disabled: boolean;
  onToggle: () => void;
}

function PickRow({ item, checked, disabled, onToggle }: PickRowProps) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={item.name || item.phoneDisplay}
      disabled={disabled}
      onClick={onToggle}
      className="flex w-full items-center gap-3 rounded-md px-2 py-2 text-start -outline-offset-2 enabled:hover:bg-hover disabled:opacity-45"
    >
      <Avatar name={item.name} seed={item.phone} />
      <span className="min-w-0 flex-1">
        <b dir="auto" className="block truncate text-start font-semibold">
          {item.name || <PhoneNumber value={item.phoneDisplay} />}
        </b>
        {item.name ? <PhoneNumber value={item.phoneDisplay} className="block text-12 text-soft" /> : null}
      </span>
      <span
        aria-hidden
        className={cn(
          "grid size-5 shrink-0 place-items-center rounded-full border border-line-strong",
          checked && "border-accent bg-accent text-accent-ink",
        )}
      >
        {checked ? <Check className="size-3.5" strokeWidth={3} /> : null}
      </span>
    </button>
  );
}
