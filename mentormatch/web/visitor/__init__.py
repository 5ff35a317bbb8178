"""The visitor's pages: public, quiz, result."""

from mentormatch.web.visitor import cards, comparing, public, result, take_away, taking
from mentormatch.web.visitor.blueprint import visitor

__all__ = ["cards", "comparing", "public", "result", "take_away", "taking", "visitor"]
