from tests.security.conftest import *
from tests.security.test_hostile_texts import *

WIDE = """() => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth+1 || e.getBoundingClientRect().left < -1).map(e => e.localName + '.' + e.className + ' < ' + e.parentElement.className + ': ' + Math.round(e.getBoundingClientRect().width) + ' ' + e.textContent.trim().slice(0,50)).slice(0,12).join('\\n')"""


def test_dbg(watched, besieged):
    page = watched.open(width=360)
    for path in besieged.results:
        page.goto(f"/en/{path}")
        print("==", path[:14])
        print(page.evaluate(WIDE))
    assert 0
