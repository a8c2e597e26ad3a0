/** A client whose workers have started: what a process pays once is not counted, as the peers' imports are not. */
export async function startedClient(Client) {
  const client = new Client();
  await client.gather(client.map((i) => i, client.info().workers.keys()));
  return client;
}

/** Resolves when so many tasks of this name have finished; rejects when one has failed. */
export function taskEnds(client, name, count) {
  let left = count;
  // Workers at rest do not keep the process alive, and neither does a listener.
  const awake = setInterval(() => {}, 1000);
  return new Promise((resolve, reject) => {
    const stop = client.engine.subscribe((event) => {
      if (event.type !== "task" || event.name !== name) return;
      if (event.state === "error") reject(new Error(`${event.label} has failed`));
      if (event.state === "finished" && --left === 0) {
        stop();
        clearInterval(awake);
        resolve();
      }
    });
  });
}
