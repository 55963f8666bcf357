"""The arguments of the commands that read pages."""

from __future__ import annotations

import argparse


def add_pages(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for the pages to read, and how to read them."""
    parser.add_argument(
        "pages", metavar="PAGE", nargs="*", help="a saved page: text, Markdown or HTML"
    )
    parser.add_argument(
        "--system",
        metavar="NAME",
        help="documentation system of the pages (default: detected)",
    )
    parser.add_argument(
        "--decisions",
        metavar="FILE",
        help="file with decisions (default: decisions.toml beside the document)",
    )


def add_transcribe(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `transcribe`."""
    add_pages(parser)
    parser.add_argument(
        "--output",
        "-o",
        dest="write_to",
        metavar="FILE",
        required=True,
        help="the document to write",
    )
    parser.add_argument("--title", metavar="TEXT", help="the document's title")
    parser.add_argument(
        "--descriptions", action="store_true", help="keep the titles of operations as summaries"
    )


def add_verify(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `verify`."""
    add_pages(parser)
    parser.add_argument(
        "--document",
        dest="against",
        metavar="FILE",
        help="the document (default: the configured one)",
    )
    parser.add_argument(
        "--notes", action="store_true", help="also list what the document has and no page states"
    )
    parser.add_argument(
        "--page",
        dest="new_pages",
        metavar="NEW",
        action="append",
        help="current version of a page: show what it changes in the document and in the package",
    )
    parser.add_argument(
        "--html",
        metavar="FILE",
        help="write the pages, with each fact marked, beside the document as HTML",
    )
    parser.add_argument("--config", metavar="FILE", help="the configuration file")
    parser.add_argument("--target", metavar="NAME", help="one of the configured targets")
