import { Fragment, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { testId } from '../config.ts';
import { Conn } from '../modules/instances.ts';
import type { Chat, Msg } from '../modules/models.ts';
import { AckIcon, Icon } from './icons.tsx';
import { Menu } from './menu.tsx';
import { clock, day } from './time.ts';
import { useEvents } from './use-model.ts';

interface Props {
  chat: Chat;
  onForward: (msg: Msg) => void;
}

export function Messages({ chat, onForward }: Props): ReactNode {
  useEvents(chat.msgs, 'add remove');
  const scroller = useRef<HTMLDivElement>(null);
  const msgs = chat.msgs.getModelsArray();
  const count = msgs.length;
  useLayoutEffect(() => {
    if (count > 0) scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [count]);
  return (
    <div className="conversation">
      <div
        ref={scroller}
        className="conversation-scroller"
        data-scrolltracepolicy="wa.web.conversation.messages"
        data-tab={8}
        tabIndex={0}
        {...testId('conversation-panel-messages')}
      >
        <div role="application" className="message-list">
          {msgs.map((msg, index) => (
            <Fragment key={`msg-${msg.id.toString()}`}>
              {day(msg.t) !== day(msgs[index - 1]?.t ?? 0) && <div className="day-chip">{day(msg.t)}</div>}
              <Message msg={msg} isGroup={chat.id.isGroup()} onForward={onForward} />
            </Fragment>
          ))}
        </div>
      </div>
    </div>
  );
}

function Message({
  msg,
  isGroup,
  onForward,
}: {
  msg: Msg;
  isGroup: boolean;
  onForward: (msg: Msg) => void;
}): ReactNode {
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  useEvents(msg, 'change');
  const sender = msg.id.fromMe ? Conn.pushname : msg.notifyName;
  return (
    <div role="row">
      <div
        data-id={msg.id.toString()}
        className={`focusable-list-item message ${msg.id.fromMe ? 'message-out' : 'message-in'}`}
      >
        <div className="bubble">
          {isGroup && !msg.id.fromMe && (
            <div className="sender" dir="auto">
              {msg.notifyName}
            </div>
          )}
          <div className="copyable-text" data-pre-plain-text={`[${clock(msg.t)}, ${day(msg.t)}] ${sender}: `}>
            <span dir="auto" className="selectable-text">
              {msg.caption ?? msg.body}
            </span>
            <span className="message-space" />
          </div>
          <span className="message-time">
            {clock(msg.t)}
            {msg.id.fromMe && <AckIcon ack={msg.ack} />}
          </span>
          <button
            type="button"
            className="message-menu"
            aria-label="Context menu"
            onClick={() => setIsMenuOpen(true)}
          >
            <Icon name="down" size={18} />
          </button>
          {isMenuOpen && (
            <Menu
              onClose={() => setIsMenuOpen(false)}
              entries={[
                {
                  label: 'Forward',
                  icon: 'forward',
                  run: () => {
                    setIsMenuOpen(false);
                    onForward(msg);
                  },
                },
                { label: 'Message info', icon: 'status' },
              ]}
            />
          )}
        </div>
      </div>
    </div>
  );
}
