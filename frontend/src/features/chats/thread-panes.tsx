import { lazy, Suspense } from "react";
import type { Message } from "@/api/types";
import { ForwardDialog } from "./forward-dialog";
import { MessageMenus } from "./message/message-menu";
import { isViewable } from "./message/message-rules";

const MediaViewer = lazy(async () => {
  const { MediaViewer: viewer } = await import("./viewer/media-viewer");
  return { default: viewer };
});

interface ThreadPanesProps {
  messages: Message[];
  name: string;
  viewing: Message | null;
  forwarding: Message | null;
  onView: (message: Message | null) => void;
  onForward: (message: Message | null) => void;
}

/** What opens over a conversation: the menu of a message, the viewer, the choice of where to forward. */
export function ThreadPanes(props: ThreadPanesProps) {
  const { messages, name, viewing, forwarding, onView, onForward } = props;
  return (
    <>
      <MessageMenus />
      {viewing ? (
        <Suspense fallback={null}>
          <MediaViewer
            messages={messages.filter(isViewable)}
            start={viewing}
            name={name}
            onForward={(message) => {
              onView(null);
              onForward(message);
            }}
            onClose={() => onView(null)}
          />
        </Suspense>
      ) : null}
      {forwarding ? <ForwardDialog message={forwarding} onClose={() => onForward(null)} /> : null}
    </>
  );
}
