import { useMutation } from "@tanstack/react-query";
import { MessageCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { chatsApi } from "@/api/chats";
import { toBackendError } from "@/api/client";
import { leadsApi } from "@/api/leads";
import type { ContactCard } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { PhoneNumber } from "@/components/ui/phone-number";

/** Contact cards; each number can be written to. */
export function CardsContent({ cards }: { cards: ContactCard[] }) {
  return (
    <ul className="grid w-70 max-w-full select-none gap-1.5">
      {cards.map((card, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a card is known by its place in the message
        <li key={index} className="rounded-md bg-ink/5 p-2.5">
          <div className="flex items-center gap-3">
            <Avatar name={card.name} seed={card.numbers[0] ?? card.name} />
            <b dir="auto" className="min-w-0 flex-1 break-words font-semibold">
              {card.name}
            </b>
          </div>
          {card.numbers.map((number) => (
            <Numbered key={number} name={card.name} number={number} />
          ))}
        </li>
      ))}
    </ul>
  );
}

function Numbered({ name, number }: { name: string; number: string }) {
  const { t } = useTranslation();
  const write = useWriteTo();
  return (
    <div className="mt-2 flex items-center justify-between gap-2 border-ink/8 border-t pt-2">
      <span data-selectable>
        <PhoneNumber value={number} className="text-13" />
      </span>
      <button
        type="button"
        disabled={write.isPending}
        aria-label={t("inbox.card.writeTo", { name: name || number })}
        onClick={() => write.mutate({ name, number })}
        className="inline-flex shrink-0 items-center gap-1.5 rounded-xs font-medium text-13 text-accent hover:underline"
      >
        <MessageCircle aria-hidden className="size-3.5" />
        {t("inbox.card.write")}
      </button>
    </div>
  );
}

/** Opens the conversation with a number; whoever is not a lead yet becomes one. */
function useWriteTo() {
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: async ({ name, number }: { name: string; number: string }) => {
      const person = { name, phone: number, email: "", company: "", owner: "", tags: [], stageId: 0 };
      const leadId = await leadsApi.create(person).then(
        (lead) => lead.id,
        (cause: unknown) => {
          const known = Number(toBackendError(cause).fields.leadId ?? 0);
          if (known > 0) return known;
          throw cause;
        },
      );
      return chatsApi.openForLead(leadId);
    },
    onSuccess: (chat) => navigate(`/inbox/${chat.id}`),
  });
}
