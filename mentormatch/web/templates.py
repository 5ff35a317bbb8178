"""Templates of one language: its fixed words are put in when a template is read, not per page.

A call such as `_("Continue")` or `static("css/app.css")`, all of whose arguments are written in the
template, is answered once; so is the address of a page that every page links to. What remains for
each page is what differs from page to page.
"""

import re
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

_INDENTATION = re.compile(r"\n\s+")

Said = Callable[..., str]


def environment(folder: Path, calls: Mapping[str, Said], values: Mapping[str, str]) -> Environment:
    """Templates in `folder` that escape what they are given.

    `calls` are functions by their name in templates, always to answer the same to the same;
    `values` what dotted names such as `site.lang` stand for on every page.
    """
    made = Environment(
        loader=_Loader(folder, calls, values),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(calls)
    return made


class _Loader(FileSystemLoader):
    """Reads templates and puts in what is the same on every page."""

    def __init__(self, folder: Path, calls: Mapping[str, Said], values: Mapping[str, str]) -> None:
        super().__init__(folder)
        self._calls, self._values = calls, values

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - jinja2 passes it by this name
    ) -> Template:
        """The template of that name, ready to be filled."""
        _, filename, uptodate = self.get_source(environment, name)
        fixed = _Fixed(self._calls, self._values, lambda other: self._parsed(environment, other))
        code = environment.compile(fixed.visit(self._parsed(environment, name)), name, filename)
        return environment.template_class.from_code(environment, code, globals or {}, uptodate)

    def _parsed(self, environment: Environment, name: str) -> nodes.Template:
        source, filename, _ = self.get_source(environment, name)
        return environment.parse(source, name, filename)


class _Fixed(NodeTransformer):
    """Replaces in a template's tree what is known before any page is."""

    def __init__(
        self, calls: Mapping[str, Said], values: Mapping[str, str], parsed: Callable[[str], nodes.Template]
    ) -> None:
        self._calls = calls
        self._values = values
        self._parsed = parsed

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - as below
        """What is included, in its place: a context for it would cost more than most of it says.

        Left alone where that includes others again: long pieces, which would be compiled many times.
        """
        self.generic_visit(node)
        if not isinstance(node.template, nodes.Const):
            return node
        piece = self._parsed(node.template.value)
        if piece.find(nodes.Include):
            return node
        return self.generic_visit(nodes.Scope(piece.body, lineno=node.lineno))

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.Node:  # noqa: N802 - as below
        """Markup without the indentation of its lines, which browsers ignore and readers would load."""
        return nodes.TemplateData(_INDENTATION.sub("\n", node.data), lineno=node.lineno)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - jinja2 finds it by this name
        """A call whose arguments are all written in the template, answered."""
        self.generic_visit(node)
        plain = node.dyn_args is None and node.dyn_kwargs is None and not node.kwargs
        if not plain or not isinstance(node.node, nodes.Name) or node.node.name not in self._calls:
            return node
        arguments = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        if len(arguments) != len(node.args):
            return node
        return _written(self._calls[node.node.name](*arguments), node)

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802 - as above
        """A dotted name that stands for the same on every page, replaced by that."""
        known = self._values.get(_dotted(node))
        return self.generic_visit(node) if known is None else _written(known, node)


def _dotted(node: nodes.Node) -> str:
    match node:
        case nodes.Getattr():
            return f"{_dotted(node.node)}.{node.attr}"
        case nodes.Name():
            return node.name
        case _:
            return "?"


def _written(text: str, where: nodes.Node) -> nodes.Expr:
    constant = nodes.Const(str(text), lineno=where.lineno)
    return nodes.MarkSafe(constant, lineno=where.lineno) if isinstance(text, Markup) else constant
