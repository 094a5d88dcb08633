import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { systemApi } from "@/api/system";
import { hostOf, type Token, tokenize } from "@/lib/whatsapp-format";

/** A message as WhatsApp would show it. Links open in the browser, through the backend's allowlist. */
export function MessageText({ text }: { text: string }) {
  return <span className="whitespace-pre-wrap break-words">{nodes(tokenize(text))}</span>;
}

function nodes(tokens: Token[]): ReactNode[] {
  // biome-ignore lint/suspicious/noArrayIndexKey: a token has no identity but its place in this text
  return tokens.map((token, index) => <Fragment key={`${index}${token.kind}`}>{node(token)}</Fragment>);
}

function node(token: Token): ReactNode {
  switch (token.kind) {
    case "text":
      return token.text;
    case "bold":
      return <b className="font-semibold">{nodes(token.children)}</b>;
    case "italic":
      return <i>{nodes(token.children)}</i>;
    case "strike":
      return <s>{nodes(token.children)}</s>;
    case "code":
      return <code className="rounded-xs bg-ink/8 px-1 font-mono text-13">{token.text}</code>;
    case "block":
      return (
        <code className="my-1 block rounded-sm bg-ink/8 p-2 font-mono text-13">{token.text.trim()}</code>
      );
    case "link":
      return <TextLink url={token.url} text={token.text} />;
  }
}

function TextLink({ url, text }: { url: string; text: string }) {
  const { t } = useTranslation();
  return (
    <a
      href={url}
      title={t("inbox.message.openLink", { host: hostOf(url) })}
      onClick={(event) => {
        event.preventDefault();
        void systemApi.openLink(url);
      }}
      className="break-all text-accent underline underline-offset-2"
    >
      {text}
    </a>
  );
}
