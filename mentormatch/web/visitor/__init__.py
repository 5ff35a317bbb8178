"""The visitor's pages: public, quiz, result."""

from mentormatch.web.visitor import cards, comparing, counsel, public, result, take_away, taking
from mentormatch.web.visitor.blueprint import visitor

__all__ = ["cards", "comparing", "counsel", "public", "result", "take_away", "taking", "visitor"]
