import { generate } from 'selfsigned';

const DNS_NAME = 2;

/** A certificate of its own making for WhatsApp's hosts; a browser takes it only with --ignore-certificate-errors. */
export async function makeCertificate(hosts: string[]): Promise<{ key: string; cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: hosts[0] ?? 'localhost' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: hosts.map((value) => ({ type: DNS_NAME, value })) }],
  });
  return { key, cert };
}
