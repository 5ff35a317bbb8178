"""`./dev lighthouse`: Lighthouse over the six key pages in every language, on a server of its own.

Lighthouse is a Node program and no part of our lock: put `lighthouse` on the PATH, or name it in
LIGHTHOUSE=…, before you run this. It is run as it comes: a phone on a slow network.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench.processes import server
from tests.browser.walks import answer_all, begin, send

LANGUAGES = ("fr", "en", "ar")
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
# Whatever else the machine does takes speed from the page, and never gives it any; sometimes
# Lighthouse even misses the beginning and says that it should be run again. The best counts.
_TRIES = 3
_FLAGS = "--headless=new --no-sandbox --disable-gpu"
_PUBLIC = {"home": "/", "guide": "/guide", "article": "/guide/informal", "start": "/quiz"}
# They must not be found by search engines: that is all that may be missing there.
_PRIVATE = ("question", "result")


def key_pages(page: Page, lang: str) -> Iterator[tuple[str, str]]:
    """Name and address of the six pages, a quiz and its result among them."""
    for name, path in _PUBLIC.items():
        page.goto(f"/{lang}{path}")
        yield name, page.url
    begin(page, lang)
    yield "question", page.url
    begin(page, lang)
    answer_all(page)
    send(page)
    yield "result", page.url


def scores(program: str, chromium: str, name: str, address: str) -> dict[str, int]:
    """Lighthouse's four scores of a page, out of 100."""
    command = [
        program,
        address,
        "--quiet",
        "--output=json",
        f"--chrome-flags={_FLAGS}",
        f"--only-categories={','.join(LEAST)}",
        *(["--skip-audits=is-crawlable"] if name in _PRIVATE else []),
    ]
    environment = {**os.environ, "CHROME_PATH": chromium}
    best: dict[str, int] = {}
    problem = ""
    for _try in range(_TRIES):
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if run.returncode == 0:
            found = json.loads(run.stdout)["categories"]
            best = {it: max(best.get(it, 0), round(100 * found[it]["score"])) for it in LEAST}
            if not misses(best):
                break
        problem = run.stderr.strip()[-800:]
    if not best:
        raise SystemExit(f"{name}: {problem}")
    return best


def misses(found: Mapping[str, int]) -> bool:
    """Whether scores are below a target."""
    return any(found[category] < least for category, least in LEAST.items())


def addresses(port: int, chromium: str) -> Iterator[tuple[str, str, str]]:
    """Language, name and address of every page to be measured."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(base_url=f"http://127.0.0.1:{port}")
        for lang in LANGUAGES:
            for name, address in key_pages(context.new_page(), lang):
                yield lang, name, address
        browser.close()


def measure(program: str, chromium: str, folder: Path) -> int:
    """Print the table; how many pages miss a target."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder}/lighthouse.db",
        "MENTORMATCH_DATA_DIR": str(folder),
    }
    missed = 0
    with server(["-m", "mentormatch", "serve", "--port", "0"], environment, folder / "log") as served:
        print(f"{'':<14}" + "".join(f"{category:>16}" for category in LEAST))
        for lang, name, address in list(addresses(served.port, chromium)):
            found = scores(program, chromium, name, address)
            missed += misses(found)
            print(f"{lang} {name:<11}" + "".join(f"{found[it]:>16}" for it in LEAST), flush=True)
    return missed


def main(arguments: Sequence[str] = ()) -> int:
    """0 when every page reaches every target, else 1; 2 when a program is missing."""
    program = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    chromium = os.environ.get("CHROME_PATH") or shutil.which("chromium")
    if arguments or not program or not chromium:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        return 1 if measure(program, chromium, Path(folder)) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
