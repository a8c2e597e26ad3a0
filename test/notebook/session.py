"""A session with the tslab kernel, cell by cell, as a person at a notebook has it.

    python session.py FOLDER < CELLS

CELLS is a JSON list of {"code": …, "interruptAt": …}. A cell with `interruptAt` is interrupted as soon as it has printed
that text. Prints a JSON list with the text that each cell printed.
"""

import json
import sys
import time

from jupyter_client.manager import start_new_kernel


def run(manager, client, code, interrupt_at):
    printed = []
    interrupted = False

    def hear(message):
        nonlocal interrupted
        if message["msg_type"] != "stream":
            return
        printed.append(message["content"]["text"])
        if not interrupted and interrupt_at is not None and interrupt_at in "".join(printed):
            interrupted = True
            manager.interrupt_kernel()

    client.execute_interactive(code, timeout=120, output_hook=hear)
    if interrupt_at is not None:
        # For 200 ms after a cell that failed, tslab answers cells without running them.
        time.sleep(0.5)
    return "".join(printed)


def main(folder):
    manager, client = start_new_kernel(kernel_name="tslab", cwd=folder)
    try:
        cells = json.load(sys.stdin)
        print(json.dumps([run(manager, client, cell["code"], cell.get("interruptAt")) for cell in cells]))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main(sys.argv[1])
