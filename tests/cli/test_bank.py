"""`mentormatch bank`, as an operator uses it."""

import json
from typing import Any

import pytest

from mentormatch.errors import InvalidDocumentError
from tests.cli.conftest import Place
from tests.usecases.shipped import question, raw, shipped_document, shipped_raw


def _edited(words: str = "Another title") -> dict[str, Any]:
    document = shipped_document()
    document["title"]["en"] = words
    return document


def test_checking_the_shipped_bank_prints_its_tables_and_finds_nothing(place: Place) -> None:
    result = place.run("bank", "check")
    assert result.exit_code == 0
    for word in ("reciprocity", "coaching-leadership", "recovered", "reading ease", "relative length"):
        assert word in result.stdout
    assert result.stdout.endswith("0 error(s), 0 warning(s).\n")


def test_checking_a_bank_with_errors_names_them_all_and_fails(place: Place) -> None:
    document = _edited()
    question(document, "gate-need")["key"] = "gate"
    question(document, "readiness-time")["key"] = "readiness-tme"
    result = place.run("bank", "check", place.file("bank.json", raw(document)))
    assert result.exit_code == 1
    assert "error    questions[0].key: the gate has the key gate-need" in result.stdout
    assert "error    no question readiness-time" in result.stdout


def test_checking_a_bank_with_warnings_only_succeeds(place: Place) -> None:
    document = _edited()
    question(document, "sit-new-tool")["prompt"]["en"] += " Isn't it"
    result = place.run("bank", "check", place.file("bank.json", raw(document)))
    assert result.exit_code == 0
    assert "warning  questions[" in result.stdout
    assert "0 error(s), 1 warning(s)." in result.stdout


def test_the_check_is_there_as_json_and_from_a_pipe(place: Place) -> None:
    result = place.run("bank", "check", "--json", "-", given=shipped_raw())
    report = json.loads(result.stdout)
    assert (report["errors"], report["warnings"]) == ([], [])


def test_what_was_exported_is_the_published_bank(ready: Place) -> None:
    result = ready.run("bank", "export")
    assert json.loads(result.stdout)["key"] == "mentoring"
    published = ready.run("bank", "publish", ready.file("same.json", result.stdout_bytes), "--note", "same")
    assert published.stdout == "Nothing to publish: this is version 1, which is current.\n"
    assert published.exit_code == 0


def test_an_export_goes_to_a_file_and_any_version_can_be_had(ready: Place) -> None:
    path = ready.file("edited.json", raw(_edited()))
    ready.run("bank", "publish", path, "--note", "title", "--yes")
    output = ready.folder / "out.json"
    assert ready.run("bank", "export", "--version", "1", "--output", str(output)).exit_code == 0
    assert json.loads(output.read_bytes())["title"]["en"] == shipped_document()["title"]["en"]
    assert json.loads(ready.run("bank", "export").stdout)["title"]["en"] == "Another title"
    missing = ready.run("bank", "export", "--version", "3")
    assert (missing.exit_code, missing.stderr) == (1, "Error: there is no version 3\n")


def test_a_bank_is_imported_published_and_listed(ready: Place) -> None:
    kept = ready.run("bank", "import", ready.file("edited.json", raw(_edited())))
    assert kept.stdout.startswith("Kept as the draft, revision 1.")
    done = ready.run("bank", "publish", "--note", "A better title", "--yes")
    assert "What changes from version 1:\n  changed (title): title\n" in done.stdout
    assert "Published as version 2" in done.stdout
    newest, oldest = json.loads(ready.run("bank", "versions", "--json").stdout)
    assert (newest["number"], newest["note"], newest["current"]) == (2, "A better title", True)
    assert (oldest["number"], oldest["current"]) == (1, False)
    table = ready.run("bank", "versions").stdout.splitlines()
    assert [line.split()[0] for line in table] == ["2", "1"]
    assert "current" in table[0]
    again = ready.run("bank", "publish", "--note", "again", "--yes")
    assert again.stderr == "Error: there is no draft; import a file first, or name one\n"


def test_nothing_is_published_without_a_yes(ready: Place) -> None:
    path = ready.file("edited.json", raw(_edited()))
    assert ready.run("bank", "publish", path, "--note", "title", given="n\n").exit_code == 1
    assert ready.run("bank", "publish", path, "--note", "title", given="").exit_code == 1
    assert len(json.loads(ready.run("bank", "versions", "--json").stdout)) == 1
    assert ready.run("bank", "publish", path, "--note", "title", given="y\n").exit_code == 0
    assert len(json.loads(ready.run("bank", "versions", "--json").stdout)) == 2


def test_a_draft_is_replaced_only_by_someone_who_names_it(ready: Place) -> None:
    first = ready.file("first.json", raw(_edited("First")))
    second = ready.file("second.json", raw(_edited("Second")))
    assert ready.run("bank", "import", first).exit_code == 0
    assert "revision 1." in ready.run("bank", "import", first).stdout
    refused = ready.run("bank", "import", second)
    assert (refused.exit_code, "--revision 1" in refused.stderr) == (1, True)
    late = ready.run("bank", "import", second, "--revision", "7")
    assert "nothing was changed" in late.stderr
    assert "revision 2." in ready.run("bank", "import", second, "--revision", "1").stdout


def test_a_bank_with_errors_is_neither_imported_nor_published(ready: Place) -> None:
    document = _edited()
    question(document, "gate-need")["key"] = "gate"
    document["questions"][3]["prompt"]["en"] = document["questions"][2]["prompt"]["en"]
    path = ready.file("bad.json", raw(document))
    for arguments in (("import", path), ("publish", path, "--note", "x", "--yes")):
        refusal = ready.run("bank", *arguments).exception
        assert isinstance(refusal, InvalidDocumentError)
        assert len(refusal.problems) >= 2
    assert "there is no draft" in ready.run("bank", "publish", "--note", "x", "--yes").stderr


def test_a_refused_document_is_told_problem_by_problem(ready: Place) -> None:
    document = _edited()
    document["key"] = "another"
    told = ready.run_apart("bank", "import", ready.file("other.json", raw(document)))
    assert told.returncode == 1
    assert b"1 problem(s):\n  key: must be mentoring" in told.stderr
    assert b"Traceback" not in told.stderr


def test_a_place_without_a_database_says_what_to_do(place: Place) -> None:
    refused = place.run("bank", "versions")
    assert (refused.exit_code, "run `mentormatch init` first" in refused.stderr) == (1, True)


@pytest.mark.parametrize("form", ["csv", "xlsx", "po"])
def test_a_bank_goes_out_and_comes_back_in_every_format(ready: Place, form: str) -> None:
    output = ready.folder / f"bank.{form}"
    written = ready.run("bank", "export", "--format", form, "--language", "ar", "--output", str(output))
    assert written.exit_code == 0
    kept = ready.run("bank", "import", str(output))
    assert kept.stdout.startswith("Kept as the draft, revision 1.")
    same = ready.run("bank", "publish", "--note", "same", "--yes")
    assert same.stdout == "Nothing to publish: this is version 1, which is current.\n"


def test_a_sheet_with_errors_is_told_row_by_row_and_nothing_is_kept(ready: Place) -> None:
    sheet = ready.run("bank", "export", "--format", "csv").stdout_bytes
    lines = sheet.split(b"\r\n")
    lines[2] = lines[2].replace(b"prompt,gate-need,gate,", b"prompt,gate-need,door,")
    lines[4] = lines[4].replace(b"option,gate-need", b"option,gate-nede")
    told = ready.run_apart("bank", "import", ready.file("bank.csv", b"\r\n".join(lines)))
    assert told.returncode == 1
    assert b"row 3, column part: " in told.stderr
    assert b"row 5, column question: no prompt of this question above: 'gate-nede'" in told.stderr
    assert "there is no draft" in ready.run("bank", "publish", "--note", "x", "--yes").stderr
