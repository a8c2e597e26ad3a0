import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";

export interface Served {
  readonly url: string;
  /** What the server serves and how, which a test may change. */
  readonly state: { body: Buffer; ranges: boolean; etag?: string; status?: number; encoding?: string };
  /** The bytes sent for each request. */
  readonly sent: number[];
}

/** Calls back with a server of one file on this machine. */
export async function serving<T>(state: Served["state"], use: (served: Served) => Promise<T>): Promise<T> {
  const sent: number[] = [];
  const server = createServer((request, response) => answer(request, response, state, sent));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await use({ url: `http://127.0.0.1:${port}/data.csv?version=*`, state, sent });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function answer(request: IncomingMessage, response: ServerResponse, state: Served["state"], sent: number[]): void {
  const { body, ranges, etag, status, encoding } = state;
  if (etag !== undefined) response.setHeader("etag", etag);
  if (encoding !== undefined) response.setHeader("content-encoding", encoding);
  if (status !== undefined) {
    response.writeHead(status).end("no");
    return;
  }
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  if (!ranges || start === undefined) {
    response.writeHead(200);
    const place = sent.push(0) - 1;
    const chunks = Array.from({ length: Math.ceil(body.length / 65_536) }, (_, i) => {
      return body.subarray(i * 65_536, (i + 1) * 65_536);
    });
    const counted = Readable.from(chunks).on("data", (chunk: Buffer) => {
      sent[place] += chunk.length;
    });
    counted.pipe(response).on("close", () => counted.destroy());
    return;
  }
  if (Number(start) >= body.length) {
    response.writeHead(416, { "content-range": `bytes */${body.length}` }).end();
    return;
  }
  const part = body.subarray(Number(start), Number(end) + 1);
  sent.push(part.length);
  response
    .writeHead(206, { "content-range": `bytes ${start}-${Number(start) + part.length - 1}/${body.length}` })
    .end(part);
}
