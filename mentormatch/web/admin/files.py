"""The question bank as files: downloads in every format, and an upload that becomes the draft."""

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import ConflictError, InvalidDocumentError
from mentormatch.i18n import Locale
from mentormatch.quiz.document import MAX_DOCUMENT_BYTES
from mentormatch.usecases import bank_files
from mentormatch.usecases.bank_files import FileFormat, Standing
from mentormatch.usecases.edit_bank import Writer
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts import staff_only
from mentormatch.web.accounts.frame import button, check_key, frame
from mentormatch.web.accounts.pages import Link
from mentormatch.web.admin.blueprint import admin
from mentormatch.web.admin.file_pages import Download, FilesPage
from mentormatch.web.admin.frame import sent_number, writer
from mentormatch.web.admin.pages import FindingView
from mentormatch.web.admin.present_problems import problem_view
from mentormatch.web.rendering import Head, render, see_other, words
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_MEDIA = {
    FileFormat.JSON: "application/json",
    FileFormat.CSV: "text/csv",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.PO: "text/x-gettext-translation",
}
_AROUND_THE_FILE = 16_384


@admin.get("/<locale:locale>/admin/bank/files")
@staff_only(StaffRole.ADMIN)
def files(me: SignedIn, locale: Locale) -> Response:
    """What can be downloaded, and where a file is sent."""
    said = request.args.get("said") == "kept"
    notice = words(locale).gettext("The file is the draft now. Nothing is published yet.") if said else ""
    return _page(me, locale, notice=notice)


@admin.post("/<locale:locale>/admin/bank/files")
@staff_only(StaffRole.ADMIN)
def upload(me: SignedIn, locale: Locale) -> Response:
    """Make a file the draft, when nothing is wrong with it."""
    request.max_content_length = MAX_DOCUMENT_BYTES + _AROUND_THE_FILE
    say = words(locale)
    check_key(me, locale)
    sent = request.files.get("file")
    raw = sent.read(MAX_DOCUMENT_BYTES + 1) if sent else b""
    if not raw:
        return _page(me, locale, error=say.gettext("Please choose a file."))
    try:
        _keep(raw, sent_number("revision"), writer(me))
    except InvalidDocumentError as refusal:
        problems = tuple(problem_view(Speech(locale), one) for one in refusal.problems)
        error = say.gettext("The file was not taken: please mend it, and send it again. Nothing was changed.")
        return _page(me, locale, error=error, problems=problems)
    except ConflictError:
        error = say.gettext(
            "Someone else saved the draft meanwhile. Nothing was changed; "
            "to replace theirs, send the file again."
        )
        return _page(me, locale, error=error, status=409)
    return see_other(f"{address(locale)}?said=kept")


@admin.get("/<locale:locale>/admin/bank/files/<any(current,draft):which>.<any(json,csv,xlsx):form>")
@staff_only(StaffRole.ADMIN)
def download(me: SignedIn, locale: Locale, which: str, form: str) -> Response:
    """The current version or the draft as a file."""
    del me
    return _file(which, FileFormat(form), locale)


@admin.get("/<locale:locale>/admin/bank/files/<any(current,draft):which>-<any(fr,en,ar):language>.po")
@staff_only(StaffRole.ADMIN)
def catalogue(me: SignedIn, locale: Locale, which: str, language: str) -> Response:
    """The texts of one language for a translator."""
    del me, locale
    return _file(which, FileFormat.PO, Locale(language))


def address(locale: Locale) -> str:
    """Where the files are."""
    return f"/{locale}/admin/bank/files"


def _keep(raw: bytes, revision: int, who: Writer) -> None:
    """Check outside of any transaction, which takes seconds; then keep."""
    served = services()
    with served.database.reading() as tx:
        base = bank_files.latest_document(tx)
    bank, _report = bank_files.checked(raw, base, served.instruments.model)
    with served.database.transaction() as tx:
        bank_files.replace_draft(tx, bank, revision=revision, who=who)


def _file(which: str, form: FileFormat, language: Locale) -> Response:
    with services().database.reading() as tx:
        document = bank_files.current(tx) if which == "current" else bank_files.draft(tx)
    tail = f"-{language}" if form is FileFormat.PO else ""
    response = Response(bank_files.written(document, form, language), mimetype=_MEDIA[form])
    response.headers["Content-Disposition"] = f'attachment; filename="bank-{which}{tail}.{form}"'
    return response


def _page(
    me: SignedIn,
    locale: Locale,
    *,
    notice: str = "",
    error: str = "",
    problems: tuple[FindingView, ...] = (),
    status: int = 0,
) -> Response:
    say = words(locale)
    with services().database.reading() as tx:
        standing = bank_files.standing(tx)
    page = FilesPage(
        frame=frame(me, locale),
        notice=notice,
        form=button(me, locale, address(locale)),
        revision=standing.revision,
        replaces=_replaces(locale, standing),
        error=error,
        problems=problems,
        downloads=_downloads(locale, standing),
    )
    head = Head(say.gettext("The bank as files"), private=True)
    return render("admin/files.html", locale, page, head, status=status or (400 if error else 200))


def _replaces(locale: Locale, standing: Standing) -> str:
    say = words(locale)
    if standing.draft is None:
        return say.gettext("There is no draft at the moment; the file becomes the draft.")
    return say.gettext("There is a draft already; the file takes its place.")


def _downloads(locale: Locale, standing: Standing) -> tuple[Download, ...]:
    say = words(locale)
    found = []
    if standing.number is not None:
        title = say.gettext("Version %(number)s, which is asked now", number=str(standing.number))
        found.append(Download(title, _links(locale, "current")))
    if standing.draft is not None:
        found.append(Download(say.gettext("The draft"), _links(locale, "draft")))
    return tuple(found)


def _links(locale: Locale, which: str) -> tuple[Link, ...]:
    say, start = words(locale), f"{address(locale)}/{which}"
    sheets = (
        Link(f"{start}.xlsx", say.gettext("Spreadsheet (XLSX)")),
        Link(f"{start}.csv", say.gettext("Table (CSV)")),
        Link(f"{start}.json", say.gettext("Document (JSON)")),
    )
    catalogues = tuple(
        Link(
            f"{start}-{language}.po",
            say.gettext("For translators, %(language)s (PO)", language=language.own_name),
        )
        for language in Locale
    )
    return (*sheets, *catalogues)
