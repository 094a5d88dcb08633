/** What people send, made here: nothing is fetched and nothing is copied. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { PNG } from "pngjs";

/** A calm picture of hills, as base64 of a PNG. */
export function picture(width = 640, height = 420): string {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const near = y > height * 0.72 + 26 * Math.sin(x / 90);
      const far = y > height * 0.55 + 40 * Math.sin(x / 140 + 2);
      const [r, g, b] = near ? [46, 110, 86] : far ? [98, 160, 128] : [250 - y / 4, 214 - y / 5, 168 + y / 8];
      png.data.set([r, g, b, 255], (y * width + x) * 4);
    }
  }
  return PNG.sync.write(png).toString("base64");
}

/** A spoken note as WhatsApp sends it: Opus in Ogg. */
export function voice(): string {
  return readFileSync(resolve(import.meta.dirname, "../../backend/media/testdata/voice.ogg")).toString(
    "base64",
  );
}

export const WAVEFORM = Buffer.from(
  Array.from({ length: 64 }, (_, i) => Math.round(30 + 60 * Math.abs(Math.sin(i / 4)))),
).toString("base64");

export const PDF = Buffer.from(
  "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
).toString("base64");

/** Three seconds of a soft tone, as base64 of a WAV. */
export function tone(): string {
  const rate = 8000;
  const samples = rate * 3;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i++)
    wav.writeInt16LE(Math.round(9000 * Math.sin((i * 440 * 2 * Math.PI) / rate)), 44 + i * 2);
  return wav.toString("base64");
}
