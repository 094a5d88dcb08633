import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

interface WordListProps {
  label: string;
  words: string[];
  /** The backend's objection to what was last tried. */
  problem: string | undefined;
  onChange: (words: string[]) => Promise<unknown>;
}

/** Words as chips, and a field for another one; a refused word stays in the field. */
export function WordList({ label, words, problem, onChange }: WordListProps) {
  const { t } = useTranslation();
  const [word, setWord] = useState("");
  const change = (next: string[], done?: () => void) => void onChange(next).then(done, () => undefined);
  return (
    <form
      noValidate
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (word.trim() !== "") change([...words, word], () => setWord(""));
      }}
    >
      <Field label={label} error={problem}>
        {(props) => (
          <div className="grid gap-2">
            <ul aria-label={label} className="flex flex-wrap gap-1.5">
              {words.map((each) => (
                <li key={each} dir="auto">
                  <Chip
                    removeLabel={t("optouts.rules.remove", { word: each })}
                    onRemove={() => change(words.filter((other) => other !== each))}
                  >
                    {each}
                  </Chip>
                </li>
              ))}
            </ul>
            <div className="flex max-w-90 gap-2">
              <Input
                {...props}
                placeholder={t("optouts.rules.another")}
                value={word}
                onChange={(event) => setWord(event.target.value)}
              />
              <Button type="submit">{t("optouts.rules.add")}</Button>
            </div>
          </div>
        )}
      </Field>
    </form>
  );
}
