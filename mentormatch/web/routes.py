"""Routes that are ready to be built from only when somebody builds an address from them."""

from collections.abc import Callable
from functools import cache
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A route whose builders are compiled when an address is first built from it.

    Werkzeug compiles two functions for every route at every start. Nearly all of our addresses are
    written by functions of their own: only the rooms in the header of staff are built from routes.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compiled = cache(super()._compile_builder)

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            return compiled(append_unknown)(rule, **values)

        return build
