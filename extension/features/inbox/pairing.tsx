import { useEffect, useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { LinkMethod } from '../../../shared/whatsapp/inbox.ts';
import { Icon } from '../../ui/icon.tsx';
import { spacedCode } from './code.ts';
import { Qr } from './qr.tsx';

const SAID_MS = 4000;

interface Props {
  readonly method: LinkMethod;
  readonly shown: string;
  readonly phoneNumber: string;
  readonly isBusy: boolean;
  readonly onMethod: (method: LinkMethod) => void;
  readonly onStop: () => void;
}

/** The code of now, and where it goes; it changes by itself. */
export function Pairing({ method, shown, phoneNumber, isBusy, onMethod, onStop }: Props) {
  const isRenewed = useChanged(`${method} ${shown}`);
  const number = <bdi dir="ltr">+{phoneNumber}</bdi>;
  return (
    <section className="link-card" aria-label={i18n.t('inbox.pairing.title')}>
      <h2>{i18n.t('inbox.pairing.title')}</h2>
      <ol className="link-steps">
        <li>
          {i18n.t('inbox.pairing.phone')} {number}
        </li>
        <li>{i18n.t('inbox.pairing.menu')}</li>
        <li>{i18n.t(method === 'qr' ? 'inbox.pairing.scan' : 'inbox.pairing.type')}</li>
      </ol>
      <div className="link-code" data-method={method}>
        {shown === '' ? (
          <p className="quiet-line">{i18n.t('inbox.pairing.preparing')}</p>
        ) : method === 'qr' ? (
          <Qr text={shown} label={i18n.t('inbox.pairing.qr')} />
        ) : (
          <PairingCode code={spacedCode(shown)} />
        )}
      </div>
      <p className="link-said" role="status">
        {isRenewed ? i18n.t('inbox.pairing.renewed') : i18n.t('inbox.pairing.waits')}
      </p>
      <div className="link-ways">
        <button
          type="button"
          className="outlined"
          disabled={isBusy}
          onClick={() => onMethod(method === 'qr' ? 'code' : 'qr')}
        >
          {i18n.t(method === 'qr' ? 'inbox.pairing.withCode' : 'inbox.pairing.withQr')}
        </button>
        <button type="button" className="quiet" disabled={isBusy} onClick={onStop}>
          {i18n.t('form.cancel')}
        </button>
      </div>
    </section>
  );
}

function PairingCode({ code }: { code: string }) {
  const [said, setSaid] = useState('');
  return (
    <>
      <output className="pairing-code" dir="ltr" aria-label={i18n.t('inbox.pairing.code')}>
        {code}
      </output>
      <button
        type="button"
        className="quiet with-icon"
        onClick={() => {
          navigator.clipboard.writeText(code).then(
            () => setSaid(i18n.t('off.copied')),
            () => setSaid(i18n.t('off.notCopied')),
          );
        }}
      >
        <Icon name="copy" />
        {said || i18n.t('inbox.pairing.copy')}
      </button>
    </>
  );
}

/** Whether it became another one just now. */
function useChanged(value: string): boolean {
  const before = useRef(value);
  const [isChanged, setChanged] = useState(false);
  useEffect(() => {
    const [method, shown] = before.current.split(' ');
    before.current = value;
    if (!shown || !value.startsWith(`${method} `) || value === `${method} ${shown}`) return;
    setChanged(true);
    const timer = setTimeout(() => setChanged(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return isChanged;
}
