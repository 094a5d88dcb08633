import { useMutation } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { leadsApi } from "@/api/leads";
import type { Note } from "@/api/types";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Textarea } from "@/components/ui/input";
import { showToast } from "@/components/ui/toast";
import { useComposition } from "@/hooks/use-composition";
import { useNow } from "@/hooks/use-now";
import { dayAndTime } from "@/lib/dates";
import { LeadSection } from "./lead-section";

export function LeadNotes({ leadId, notes }: { leadId: number; notes: Note[] }) {
  const { t } = useTranslation();
  const now = useNow();
  const add = useMutation({ mutationFn: (text: string) => leadsApi.addNote(leadId, text) });
  const remove = useMutation({
    mutationFn: (note: Note) => leadsApi.deleteNote(note.id),
    onSuccess: (_result, note) =>
      showToast({
        title: t("lead.noteDeleted"),
        action: { label: t("common.undo"), onClick: () => add.mutate(note.text) },
      }),
  });
  return (
    <LeadSection title={t("lead.notes")}>
      <NewNote onAdd={(text) => add.mutateAsync(text)} />
      {notes.map((note) => (
        <div key={note.id} className="group relative rounded-md bg-sunken px-3 py-2">
          <p dir="auto" data-selectable className="whitespace-pre-wrap break-words pe-6 text-start">
            {note.text}
          </p>
          <p className="mt-1 text-12 text-soft">{dayAndTime(note.createdAt, now)}</p>
          <IconButton
            size="sm"
            label={t("lead.deleteNote")}
            onClick={() => remove.mutate(note)}
            className="absolute end-1 top-1 opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ))}
    </LeadSection>
  );
}

function NewNote({ onAdd }: { onAdd: (text: string) => Promise<unknown> }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const composition = useComposition();
  const save = () => {
    if (text.trim() === "") return;
    void onAdd(text.trim()).then(() => setText(""));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (composition.owns(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
  };
  return (
    <div className="grid gap-2">
      <Textarea
        value={text}
        rows={1}
        aria-label={t("lead.addNote")}
        placeholder={t("lead.addNote")}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        {...composition.props}
        className={text === "" ? "h-9 min-h-9" : undefined}
      />
      {text === "" ? null : (
        <Button size="sm" variant="primary" onClick={save} className="justify-self-end">
          {t("lead.saveNote")}
        </Button>
      )}
    </div>
  );
}
