import { useEffect, useRef, useState } from 'react';
import { i18n } from '#i18n';
import { MEDIA_BYTES_MAX, type InboxMessage } from '../../../shared/whatsapp/inbox.ts';
import { useStore } from '../../replica/use-rows.ts';
import { Icon } from '../../ui/icon.tsx';
import { failureSentence } from './ask.ts';
import { isShownType, MediaReader, type MediaPlace } from './media-reader.ts';
import { kindWord, sizeWord } from './words.ts';

interface Props {
  readonly place: MediaPlace;
  readonly kind: InboxMessage['kind'];
  readonly media: NonNullable<InboxMessage['media']>;
}

/** Larger pictures are asked for by a press. */
const PICTURE_BYTES_MAX = 3 * 1024 * 1024;

/** The picture, sound or file of a message. */
export function MessageMedia({ place, kind, media }: Props) {
  const [reader] = useState(() => new MediaReader(place, media.mimeType));
  useEffect(() => () => reader.forget(), [reader]);
  const { url, failure, isLoading } = useStore(reader.read);
  const area = useRef<HTMLDivElement>(null);
  const isPicture = kind === 'image' || kind === 'sticker';
  const isShown = (isPicture || kind === 'audio') && isShownType(media.mimeType);
  const isWanted = isPicture && isShown && (media.bytes ?? 0) <= PICTURE_BYTES_MAX;
  useEffect(() => {
    if (!isWanted || !area.current) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      observer.disconnect();
      void reader.load();
    });
    observer.observe(area.current);
    return () => observer.disconnect();
  }, [isWanted, reader]);

  const name = media.name ?? kindWord(kind);
  if (url !== null && isShown) {
    return isPicture ? (
      <img className="message-picture" data-kind={kind} src={url} alt={name} />
    ) : (
      <audio className="message-sound" src={url} controls aria-label={name} />
    );
  }
  const size = media.bytes === null ? null : sizeWord(media.bytes);
  const isTooLarge = (media.bytes ?? 0) > MEDIA_BYTES_MAX;
  const said = failure ? failureSentence(failure) : isTooLarge ? i18n.t('inbox.problems.tooLarge') : null;
  const want = async () => {
    const loaded = await reader.load();
    if (loaded !== null && !isShown) download(loaded, name);
  };
  return (
    <div ref={area} className="message-file" data-picture={isPicture || undefined}>
      <button type="button" disabled={isLoading || isTooLarge} onClick={() => void want()}>
        <Icon name={isShown ? (isPicture ? 'file' : 'play') : 'download'} size={18} />
        <span className="visually-hidden">
          {i18n.t(isShown ? 'inbox.media.show' : 'inbox.media.download')}
        </span>
        <span>
          <bdi>{name}</bdi>
          <small>{isLoading ? i18n.t('popup.working') : size}</small>
        </span>
      </button>
      {said && (
        <small className="field-problem" role="alert">
          {said}
        </small>
      )}
    </div>
  );
}

function download(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
