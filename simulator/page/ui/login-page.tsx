import { useEffect, useRef, useState, type ReactNode } from 'react';
import { encode } from 'uqr';
import { altDeviceLinking } from '../login/alt-linking.ts';
import { qrPayload, refreshQR } from '../login/refs.ts';
import { Conn, Socket } from '../modules/instances.ts';
import { screen } from '../screen.ts';
import { useEvents } from './use-model.ts';

/** How to link this browser: a QR code, or a code for the phone. It contains a frame, as the real one does. */
export function LoginPage(): ReactNode {
  useEvents(Socket, 'change:state');
  useEvents(screen, 'change');
  return (
    <div className="login">
      <h1>Use WhatsApp on your computer</h1>
      {screen.current.isPasskeyDemanded ? <Passkey /> : <Linking />}
      <iframe title="auto-logout" src="/auto_logout" sandbox="" hidden />
    </div>
  );
}

function Passkey(): ReactNode {
  return (
    <div className="login-passkey" role="alert">
      <p>Use your passkey to link this device.</p>
    </div>
  );
}

function Linking(): ReactNode {
  const [isByPhone, setIsByPhone] = useState(false);
  const code = screen.current.pairingCode;
  if (code !== undefined)
    return <p className="login-code" aria-label="Code">{`${code.slice(0, 4)}-${code.slice(4)}`}</p>;
  return (
    <>
      {isByPhone ? <PhoneForm /> : <QrCode />}
      <button type="button" className="login-button" onClick={() => setIsByPhone(!isByPhone)}>
        {isByPhone ? 'Link with QR code' : 'Link with phone number'}
      </button>
    </>
  );
}

function QrCode(): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEvents(Conn, 'change:ref');
  const { ref } = Conn;
  const payload = ref === undefined ? '' : qrPayload(ref);
  useEffect(() => {
    if (canvas.current && payload !== '') draw(canvas.current, payload);
  }, [payload]);
  if (Socket.state === 'UNPAIRED_IDLE') {
    return (
      <button type="button" className="login-button" onClick={refreshQR}>
        Click to reload QR code
      </button>
    );
  }
  return (
    <div data-ref={payload} className="login-qr">
      <canvas
        ref={canvas}
        width={264}
        height={264}
        role="img"
        aria-label="Scan this QR code to link a device!"
      />
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, text: string): void {
  const { data, size } = encode(text, { border: 2 });
  const context = canvas.getContext('2d');
  if (!context) return;
  const dot = canvas.width / size;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  for (const [y, row] of data.entries())
    for (const [x, isDark] of row.entries())
      if (isDark) context.fillRect(x * dot, y * dot, dot + 0.5, dot + 0.5);
}

function PhoneForm(): ReactNode {
  const [phone, setPhone] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void altDeviceLinking.startAltLinkingFlow(phone);
      }}
    >
      <input
        type="text"
        aria-label="Type your phone number."
        value={phone}
        onChange={(event) => setPhone(event.target.value)}
      />
      <button type="submit" className="login-button">
        Next
      </button>
    </form>
  );
}
