/** Pictures that move or that only a browser can write, made on an empty page. */
import type { Page } from "@playwright/test";

export interface Film {
  data: string;
  mime: string;
  thumbnail: string;
}

/** Two seconds of a ball over water, as base64 of the film, and its first picture in small. */
export async function film(page: Page): Promise<Film> {
  return page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    canvas.width = 640;
    canvas.height = 360;
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("no canvas");
    const draw = (at: number) => {
      const sky = pen.createLinearGradient(0, 0, 0, 360);
      sky.addColorStop(0, "#20365c");
      sky.addColorStop(1, "#e39a6b");
      pen.fillStyle = sky;
      pen.fillRect(0, 0, 640, 360);
      pen.fillStyle = "#ffd9a0";
      pen.beginPath();
      pen.arc(180 + 240 * at, 190 - 60 * Math.sin(at * Math.PI), 46, 0, 7);
      pen.fill();
      pen.fillStyle = "#1d4a5f";
      pen.fillRect(0, 250, 640, 110);
    };
    const base64 = async (blob: Blob) => {
      let text = "";
      for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
      return btoa(text);
    };
    draw(0.2);
    const thumbnail = canvas.toDataURL("image/jpeg", 0.7).split(",")[1] ?? "";
    const mime = ["video/mp4;codecs=avc1.42E01E", "video/mp4;codecs=vp9", "video/mp4"].find((each) =>
      MediaRecorder.isTypeSupported(each),
    );
    const recorder = new MediaRecorder(canvas.captureStream(25), mime ? { mimeType: mime } : {});
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const ended = new Promise((done) => {
      recorder.onstop = done;
    });
    recorder.start();
    const begin = performance.now();
    await new Promise<void>((done) => {
      const step = () => {
        const at = (performance.now() - begin) / 2000;
        draw(Math.min(at, 1));
        if (at < 1) requestAnimationFrame(step);
        else done();
      };
      step();
    });
    recorder.stop();
    await ended;
    const whole = new Blob(parts);
    return { data: await base64(whole), mime: recorder.mimeType.split(";")[0] ?? "", thumbnail };
  });
}

/** A smiling sun, as base64 of a WebP with nothing behind it. */
export async function sticker(page: Page): Promise<string> {
  return page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = 512;
    canvas.height = 512;
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("no canvas");
    pen.translate(256, 256);
    pen.fillStyle = "#f4a62a";
    for (let i = 0; i < 12; i++) {
      pen.rotate(Math.PI / 6);
      pen.fillRect(-14, -240, 28, 80);
    }
    pen.fillStyle = "#ffd23f";
    pen.beginPath();
    pen.arc(0, 0, 150, 0, 7);
    pen.fill();
    pen.fillStyle = "#4a3410";
    for (const x of [-52, 52]) {
      pen.beginPath();
      pen.arc(x, -30, 17, 0, 7);
      pen.fill();
    }
    pen.lineWidth = 15;
    pen.lineCap = "round";
    pen.strokeStyle = "#4a3410";
    pen.beginPath();
    pen.arc(0, 15, 75, 0.3, Math.PI - 0.3);
    pen.stroke();
    return canvas.toDataURL("image/webp", 0.9).split(",")[1] ?? "";
  });
}
