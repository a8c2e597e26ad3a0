"""Converts an executed notebook as people share it.

    python convert.py NOTEBOOK FOLDER

Writes FOLDER/lab.html, classic.html and basic.html with nbconvert's templates, notebook.tex and notebook.md with their
pictures, and markdown.html: the Markdown as a viewer renders it that lets HTML through.
"""

import sys
from pathlib import Path

import mistune
import nbformat
from nbconvert.exporters import HTMLExporter, LatexExporter, MarkdownExporter


def write(folder, name, text, resources):
    for file, data in resources.get("outputs", {}).items():
        (folder / file).write_bytes(data)
    (folder / name).write_text(text, encoding="utf-8")


def main(notebook_file, folder):
    notebook = nbformat.read(notebook_file, as_version=4)
    for template in ("lab", "classic", "basic"):
        write(folder, f"{template}.html", *HTMLExporter(template_name=template).from_notebook_node(notebook))
    write(folder, "notebook.tex", *LatexExporter().from_notebook_node(notebook))
    markdown, resources = MarkdownExporter().from_notebook_node(notebook)
    write(folder, "notebook.md", markdown, resources)
    rendered = mistune.create_markdown(escape=False)(markdown)
    (folder / "markdown.html").write_text(rendered, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
