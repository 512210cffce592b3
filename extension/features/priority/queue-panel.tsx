import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import type { SeenChat } from '../../replica/use-rows.ts';
import { colorOf, colorValue } from '../../ui/colors.ts';
import { Icon } from '../../ui/icon.tsx';
import { momentWord, numberWord, unitWord } from '../../ui/language.ts';
import { nameOf, type PanelScope } from '../panel-scope.ts';
import { queueOf } from '../queue.ts';

const MINUTE_MS = 60_000;
/** Drawn at once; the rest by a button, as nobody reads a thousand. */
const PART_MAX = 50;

/** Chats by priority, and in each who has waited longest for an answer. */
export function QueuePanel({ scope }: { scope: PanelScope }) {
  const nowMs = useMinutes();
  const { organised, chats, seenAt } = scope;
  const parts = queueOf(organised, chats.values());
  return (
    <section aria-labelledby="queue-title">
      <h2 id="queue-title">{i18n.t('queue.title')}</h2>
      <p className="quiet-line">
        {seenAt === null ? i18n.t('queue.hint') : i18n.t('queue.seen', [momentWord(seenAt)])}
      </p>
      {parts.length === 0 && <p className="quiet-line">{i18n.t('queue.empty')}</p>}
      {parts.map(({ priority, chats: waiting }) => (
        <section key={priority?.id ?? ''} aria-label={priority?.name ?? i18n.t('queue.noPriority')}>
          <h3 className="queue-part">
            <span className="flag" style={{ color: priority ? colorValue(priority.color) : undefined }}>
              {priority && <Icon name="flag" size={14} />}
            </span>
            <bdi>{priority?.name ?? i18n.t('queue.noPriority')}</bdi>
            <small>{numberWord(waiting.length)}</small>
          </h3>
          <QueuePartList scope={scope} waiting={waiting} nowMs={nowMs} />
        </section>
      ))}
    </section>
  );
}

function QueuePartList({
  scope,
  waiting,
  nowMs,
}: {
  scope: PanelScope;
  waiting: readonly SeenChat[];
  nowMs: number;
}) {
  const [shown, setShown] = useState(PART_MAX);
  return (
    <>
      <ul className="queue">
        {waiting.slice(0, shown).map((chat) => (
          <QueueRow key={chat.id} scope={scope} chat={chat} nowMs={nowMs} />
        ))}
      </ul>
      {waiting.length > shown && (
        <button type="button" className="wide quiet" onClick={() => setShown(shown + PART_MAX)}>
          {i18n.t('queue.more', waiting.length - shown)}
        </button>
      )}
    </>
  );
}

function QueueRow({ scope, chat, nowMs }: { scope: PanelScope; chat: SeenChat; nowMs: number }) {
  const tag = scope.organised.tagByChat.get(chat.id);
  const { waitingSince } = chat;
  return (
    <li>
      <button type="button" className="queue-chat" onClick={() => scope.openChat(chat.id)}>
        <bdi className="chip-name">{nameOf(scope, chat.id)}</bdi>
        {tag !== undefined && (
          <span className="queue-tag">
            <span className="dot" style={{ background: colorOf(tag) }} />
            <bdi className="chip-name">{tag}</bdi>
          </span>
        )}
        <small data-waiting={waitingSince !== null || undefined}>{waitingWord(waitingSince, nowMs)}</small>
      </button>
    </li>
  );
}

function waitingWord(waitingSince: number | null, nowMs: number): string {
  if (waitingSince === null) return i18n.t('queue.answered');
  return nowMs - waitingSince < MINUTE_MS
    ? i18n.t('queue.justNow')
    : i18n.t('queue.waiting', [durationOf(nowMs - waitingSince)]);
}

/** Two units at most: what a person needs to know who comes first. */
export function durationOf(durationMs: number): string {
  const minutes = Math.max(0, Math.floor(durationMs / MINUTE_MS));
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  const units: (readonly [number, string])[] = days
    ? [
        [days, 'day'],
        [hours, 'hour'],
      ]
    : [
        [hours, 'hour'],
        [minutes % 60, 'minute'],
      ];
  const words = units.filter(([count], index) => count > 0 || (index === 1 && units[0]?.[0] === 0));
  return words.map(([count, unit]) => unitWord(count, unit)).join(' ');
}

function useMinutes(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), MINUTE_MS / 4);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
