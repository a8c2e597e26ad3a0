"""Executes a notebook from top to bottom with nbconvert, in its own folder, with the kernel it names.

    python execute.py NOTEBOOK EXECUTED [PAGE]

Writes the executed notebook to EXECUTED and, if PAGE is given, one self-contained HTML file. At the first cell that
fails it stops, says which and why, and exits with 1; EXECUTED then holds what ran until there. No time is recorded in
either file, so running a notebook again changes only what its cells give.
"""

import sys
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellExecutionError
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor


def main(notebook_file, executed_file, page_file=None):
    notebook = nbformat.read(notebook_file, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    started = []

    def announce(cell, cell_index):
        started.append(cell)
        print(f"cell {len(started)} of {len(cells)}", file=sys.stderr, flush=True)

    def number(cell, cell_index, execute_reply):
        # tslab gives the number in its reply alone, where nbclient does not look for it.
        cell.execution_count = execute_reply["content"].get("execution_count")

    execute = ExecutePreprocessor(
        timeout=None, record_timing=False, on_cell_execute=announce, on_cell_executed=number
    )
    failure = None
    try:
        execute.preprocess(notebook, {"metadata": {"path": str(Path(notebook_file).resolve().parent)}})
    except CellExecutionError as error:
        failure = f"Cell {len(started)} of {len(cells)} failed. {str(error).strip()}"
    except NoSuchKernel as error:
        sys.exit(
            f"The notebook asks for the kernel {error.name!r}, which is not registered with {sys.executable}. "
            f"For tslab: npx tslab install --python={sys.executable}"
        )
    nbformat.write(notebook, executed_file)
    if failure is not None:
        sys.exit(failure)
    if page_file is not None:
        exporter = HTMLExporter(
            template_name="page", extra_template_basedirs=[str(Path(__file__).resolve().parent)], embed_images=True
        )
        page, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": Path(notebook_file).stem}})
        Path(page_file).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
