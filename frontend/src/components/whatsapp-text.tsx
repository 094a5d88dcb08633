import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { hostOf, type Token, tokenize } from "@/lib/whatsapp-format";

type OpenLink = (url: string) => void;

/** A message as WhatsApp would show it. Without `onLink` links are only shown. */
export function WhatsAppText({ text, onLink }: { text: string; onLink?: OpenLink }) {
  return <span className="whitespace-pre-wrap break-words">{nodes(tokenize(text), onLink)}</span>;
}

function nodes(tokens: Token[], onLink: OpenLink | undefined): ReactNode[] {
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a token has no identity but its place in this text
    <Fragment key={`${index}${token.kind}`}>{node(token, onLink)}</Fragment>
  ));
}

function node(token: Token, onLink: OpenLink | undefined): ReactNode {
  switch (token.kind) {
    case "text":
      return token.text;
    case "bold":
      return <b className="font-semibold">{nodes(token.children, onLink)}</b>;
    case "italic":
      return <i>{nodes(token.children, onLink)}</i>;
    case "strike":
      return <s>{nodes(token.children, onLink)}</s>;
    case "code":
      return <code className="rounded-xs bg-ink/8 px-1 font-mono text-13">{token.text}</code>;
    case "block":
      return (
        <code className="my-1 block rounded-sm bg-ink/8 p-2 font-mono text-13">{token.text.trim()}</code>
      );
    case "link":
      return <TextLink url={token.url} text={token.text} onLink={onLink} />;
  }
}

function TextLink({ url, text, onLink }: { url: string; text: string; onLink: OpenLink | undefined }) {
  const { t } = useTranslation();
  return (
    <a
      href={url}
      title={t("inbox.message.openLink", { host: hostOf(url) })}
      onClick={(event) => {
        event.preventDefault();
        onLink?.(url);
      }}
      className="break-all text-accent underline underline-offset-2"
    >
      {text}
    </a>
  );
}
