import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { I18nextProvider } from "react-i18next";
import { describe, expect, it } from "vitest";
import { TagField } from "@/components/tag-field";
import { i18n } from "@/i18n/i18n";

function Host({ creatable = true }: { creatable?: boolean }) {
  const [tags, setTags] = useState<string[]>(["spring"]);
  return (
    <I18nextProvider i18n={i18n}>
      <TagField value={tags} known={["spring", "expo"]} onChange={setTags} creatable={creatable} />
      <p data-testid="tags">{tags.join(",")}</p>
    </I18nextProvider>
  );
}

describe("TagField", () => {
  it("adds a known tag, makes a new one, and Escape takes none away", async () => {
    const user = userEvent.setup();
    render(<Host />);
    const field = screen.getByRole("combobox", { name: "Tags" });
    await user.type(field, "exp");
    await user.click(await screen.findByRole("option", { name: "expo" }));
    await user.type(field, "vip");
    await user.click(await screen.findByRole("option", { name: "New tag “vip”" }));
    await user.keyboard("{Escape}{Escape}");
    expect(screen.getByTestId("tags")).toHaveTextContent("spring,expo,vip");
    await user.click(screen.getByRole("button", { name: "Remove the tag expo" }));
    expect(screen.getByTestId("tags")).toHaveTextContent("spring,vip");
  });

  it("offers only known tags where new ones make no sense", async () => {
    const user = userEvent.setup();
    render(<Host creatable={false} />);
    await user.type(screen.getByRole("combobox", { name: "Tags" }), "vip");
    expect(screen.queryByRole("option")).not.toBeInTheDocument();
  });
});
