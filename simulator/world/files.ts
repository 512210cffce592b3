import { crc32, deflateSync } from 'node:zlib';

interface SampleFile {
  type: string;
  body: string;
  file: { mimetype: string; filename?: string; bytes: Buffer };
}

/** A picture, a document and a voice message, as small as they can be. */
export function sampleFiles(): SampleFile[] {
  const document = { mimetype: 'application/pdf', filename: 'Timetable.pdf', bytes: pdf('Timetable') };
  return [
    {
      type: 'image',
      body: 'The view from up here',
      file: { mimetype: 'image/png', bytes: png(240, 160) },
    },
    { type: 'document', body: '', file: document },
    { type: 'ptt', body: '', file: { mimetype: 'audio/wav', bytes: wav(1) } },
  ];
}

/** A sky that turns into grass. */
function png(width: number, height: number): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const share = Math.round((255 * y) / height);
    const pixel = [255 - share, 160 + Math.round(share / 4), 255 - share / 2];
    return Buffer.from([0, ...Array.from({ length: width }, () => pixel).flat()]);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // Eight bits of red, green and blue.
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.concat(rows));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A tone. */
function wav(seconds: number): Buffer {
  const RATE = 8000;
  const samples = Buffer.from(
    Array.from(
      { length: RATE * seconds },
      (_, n) => 128 + Math.round(60 * Math.sin((n * 2 * Math.PI * 440) / RATE)),
    ),
  );
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

/** One page with a line; readers find their way without its table. */
function pdf(line: string): Buffer {
  const content = `BT /F1 24 Tf 40 100 Td (${line}) Tj ET`;
  return Buffer.from(`%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj
4 0 obj <</Length ${content.length}>> stream
${content}
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R>>
%%EOF
`);
}
