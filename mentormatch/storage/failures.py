"""What a database's refusals mean to us: busy, full, gone, or in conflict with what is there."""

from sqlalchemy import ExceptionContext
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError

from mentormatch.errors import ConflictError, MentormatchError, UnavailableError

_BUSY = frozenset({"55P03", "40P01", "40001"})
_REPEATED = "23505"
_FULL = frozenset({"53100"})
_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB", "XX001", "XX002"})
_OUR_MISTAKE = frozenset({"SQLITE_ERROR", "SQLITE_MISUSE", "SQLITE_RANGE", "SQLITE_TOOBIG"})


def translate(context: ExceptionContext) -> MentormatchError | None:
    """Our exception for a driver's error, for SQLAlchemy's `handle_error`.

    None leaves the error as it is: a mistake in our SQL is a defect, not an outage.
    """
    if context.is_pre_ping:
        return None
    code = _code(context.original_exception)
    match context.sqlalchemy_exception:
        case IntegrityError():
            return _conflict(context.original_exception, code)
        case _ if context.is_disconnect or code in _DAMAGED:
            return UnavailableError("database-unavailable", _first_line(context))
        case OperationalError() | InterfaceError() if code not in _OUR_MISTAKE:
            return UnavailableError(_outage(code), _first_line(context))
    return None


def unavailable(error: Exception) -> UnavailableError:
    """Our exception for a driver's refusal to begin a transaction, which holds no values."""
    return UnavailableError(_outage(_code(error)), str(error).partition("\n")[0][:200])


def _outage(code: str) -> str:
    if code in _BUSY or code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "database-busy"
    if code in _FULL or code == "SQLITE_FULL":
        return "database-full"
    return "database-unavailable"


def _conflict(original: BaseException, code: str) -> ConflictError:
    """A conflict that names the constraint only: the values may be personal."""
    # SQLite's message holds column and constraint names, never values; PostgreSQL's does not.
    message = str(original) if code.startswith("SQLITE") else ""
    name = getattr(getattr(original, "diag", None), "constraint_name", None)
    repeated = code == _REPEATED or message.startswith("UNIQUE constraint failed")
    return ConflictError("already-exists" if repeated else "data-conflict", name or message or code)


def _code(original: BaseException) -> str:
    sqlite = getattr(original, "sqlite_errorname", None)
    return str(sqlite or getattr(original, "sqlstate", None) or "")


def _first_line(context: ExceptionContext) -> str:
    return str(context.original_exception).partition("\n")[0][:200]
