"""The visitor's pages: public, quiz, result."""

from mentormatch.web.visitor import public, result, taking
from mentormatch.web.visitor.blueprint import visitor

__all__ = ["public", "result", "taking", "visitor"]
