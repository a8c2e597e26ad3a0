import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { project } from "./jupyter.js";

/** A running JupyterLab, which serves Notebook 7 as well. */
export interface LabServer {
  /** With a slash at its end. */
  readonly url: string;
  /** The folder it shows, inside the project, so that its packages are found. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** How JupyterLab is set: all cells are drawn, also those out of sight, and nothing is asked of the network. */
const settings = {
  "@jupyterlab/notebook-extension/tracker": { windowingMode: "none" },
  "@jupyterlab/apputils-extension/notification": { fetchNews: "false", checkForUpdates: false, doNotDisturbMode: true },
};

/** Starts JupyterLab in a new folder as `danfo-distributed lab` does, without opening a browser. */
export async function startLab(): Promise<LabServer> {
  const environment = await import(pathToFileURL(join(project, "notebooks/environment.mjs")).href);
  mkdirSync(join(project, ".cache"), { recursive: true });
  const home = mkdtempSync(join(project, ".cache/lab-"));
  const folder = join(home, "notebooks");
  mkdirSync(folder);
  for (const [name, values] of Object.entries(settings)) {
    const file = join(home, "settings", `${name}.jupyterlab-settings`);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, JSON.stringify(values));
  }
  const port = await freePort();
  const options = ["--no-browser", "--allow-root", `--port=${port}`, "--port-retries=0", "--IdentityProvider.token="];
  const args = [join(project, "dist/src/cli/main.js"), "lab", folder, "--python", environment.python, "--", ...options];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...environment.jupyterEnvironment(),
      // Which notebooks are trusted, how JupyterLab is set and what is open are this server's own.
      JUPYTER_DATA_DIR: join(home, "data"),
      JUPYTERLAB_SETTINGS_DIR: join(home, "settings"),
      JUPYTERLAB_WORKSPACES_DIR: join(home, "workspaces"),
    },
  });
  const ended = new Promise<void>((done) => child.on("close", () => done()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
    rmSync(home, { recursive: true });
  };
  const url = `http://127.0.0.1:${port}/`;
  await answering(child, url);
  return { url, folder, stop };
}

/** Waits until the server answers. */
async function answering(child: ChildProcess, url: string): Promise<void> {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (said += text));
  while (child.exitCode === null) {
    const answer = await fetch(`${url}api`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`JupyterLab did not start:\n${said}`);
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
