import { BackendError } from "@/api/client";
import type { templatesApi } from "@/api/templates";
import type { TemplateInput } from "@/api/types";
import type { Emit, FakeState } from "@/testing/fake/state";

/** The library of messages, in memory. */
export function fakeTemplates(state: FakeState, emit: Emit): typeof templatesApi {
  const check = ({ name, body, attachment }: TemplateInput, id: number) => {
    if (name.trim() === "")
      throw new BackendError("invalid", "Give the template a name of at most 60 characters.");
    if (body.trim() === "" && !attachment) throw new BackendError("invalid", "The message is empty.");
    if (state.templates.some((each) => each.id !== id && each.name.toLowerCase() === name.toLowerCase()))
      throw new BackendError("conflict", "There is a template of that name.");
  };
  return {
    list: async () => [...state.templates].sort((a, b) => a.name.localeCompare(b.name)),
    create: async (input) => {
      check(input, 0);
      state.nextId += 1;
      const made = { id: state.nextId, ...input, createdAt: Date.now(), updatedAt: Date.now() };
      state.templates.push(made);
      emit("template:changed", undefined);
      return made;
    },
    update: async (id, input) => {
      check(input, id);
      const found = state.templates.find((each) => each.id === id);
      if (!found) throw new BackendError("not_found", "This template is no longer there.");
      Object.assign(found, input, { updatedAt: Date.now() });
      emit("template:changed", undefined);
      return found;
    },
    delete: async (id) => {
      state.templates = state.templates.filter((each) => each.id !== id);
      emit("template:changed", undefined);
    },
    variables: async () => ["City"],
  };
}
