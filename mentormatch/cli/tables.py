"""The tables of a bank's check, for a terminal or a file."""

from rich.console import Console
from rich.table import Table

from mentormatch.guide import Kind, Role, Trait
from mentormatch.quiz.blueprint import Cell
from mentormatch.usecases.check_bank import BankReport

_FORMATS = {"agreement": "agree", "pair": "pair", "situation": "situation", "focus": "focus"}
_PLAIN_WIDTH = 110


def print_tables(report: BankReport) -> None:
    """Print everything that a report measured, on stdout."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_PLAIN_WIDTH)
    for table in (coverage(report), reach(report), shares(report), readability(report), lengths(report)):
        console.print(table)


def coverage(report: BankReport) -> Table:
    """Statements and options by trait and direction (down), door and format (across)."""
    table = _table("What the questions speak of", "trait", "")
    for role in Role:
        for short in _FORMATS.values():
            table.add_column(f"{role}\n{short}", justify="right")
    for trait in Trait:
        for sign in ("+", "-"):
            counts = [
                report.coverage.get(Cell(trait, sign, role, name), 0) for role in Role for name in _FORMATS
            ]
            table.add_row(trait if sign == "+" else "", sign, *(str(count or "·") for count in counts))
    return table


def reach(report: BankReport) -> Table:
    """What someone can reach who always picks what favours one outcome."""
    table = _table("What determined answers reach", "door", "outcome")
    for title in ("all questions", "best 12", "leads"):
        table.add_column(title, justify="right")
    for one in report.reach:
        leads = "both" if one.leads and one.leads_short else "all" if one.leads else "no"
        table.add_row(one.role, one.leaf, f"{one.full:.2f}", f"{one.short:.2f}", leads)
    return table


def shares(report: BankReport) -> Table:
    """How often each kind is recommended, by chance and to simulated people."""
    table = _table("Who is recommended what (simulated; no real visitor)", "door", "kind")
    for title in ("at random", "simulated", "recovered"):
        table.add_column(title, justify="right")
    for one in report.shares:
        for kind in one.chance:
            found = (one.chance[kind], one.simulated[kind], one.recovered[kind])
            table.add_row(one.role, kind, *(f"{share:.0%}" for share in found))
    return table


def readability(report: BankReport) -> Table:
    """How easily the sentences read, by language."""
    table = _table("How it reads", "language")
    for title in ("sentences", "words", "words/sentence", "longest", "long words", "reading ease"):
        table.add_column(title, justify="right")
    for one in report.readability:
        ease = f"{one.ease:.0f}" if one.ease is not None else "no formula"
        row = (f"{one.words_per_sentence:.1f}", str(one.longest_sentence), f"{one.long_words:.0%}", ease)
        table.add_row(one.locale, str(one.sentences), str(one.words), *row)
    return table


def lengths(report: BankReport) -> Table:
    """How often options for a kind are their question's longest: times (expected by chance)."""
    table = _table("Longest option: times (by chance), mean relative length", "language")
    for kind in Kind:
        table.add_column(kind, justify="right")
    for locale in dict.fromkeys(balance.locale for balance in report.lengths):
        own = [balance for balance in report.lengths if balance.locale is locale]
        table.add_row(locale, *(f"{b.longest} ({b.expected:.1f})  {b.relative:.2f}" for b in own))
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column)
    return table
