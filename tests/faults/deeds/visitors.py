"""What visitors write."""

from tests.faults.deeds.registry import deed
from tests.faults.world import Act, World, posting, sending
from tests.pages import Page, choices
from tests.quizzes import answer_all, begin, skip, take

QUESTION = "Which of the two should I begin with?"


def result_page(world: World) -> Page:
    return world.visitor.page(f"/en/result/{world.finished.token}")


def asked(world: World) -> Page:
    """The result page of the visitor who has just asked a counselor."""
    return world.visitor.submit(
        result_page(world), to="/counselor", message=QUESTION, email="me@example.org", agrees="y"
    )


@deed()
def begin_a_quiz(world: World) -> Act:
    return sending(world.visitor, world.visitor.page("/ar/quiz"), role="become", form="adaptive")


@deed()
def answer_a_question(world: World) -> Act:
    page = begin(world.visitor, "fr")
    return sending(world.visitor, page, answer=choices(page, "answer")[0], action="answer")


@deed()
def change_an_answer(world: World) -> Act:
    page = begin(world.visitor, "en")
    first, *_, last = choices(page, "answer")
    world.visitor.submit(page, answer=first, action="answer")
    return sending(world.visitor, world.visitor.page(page.path), answer=last, action="answer")


@deed()
def finish_a_quiz(world: World) -> Act:
    return sending(world.visitor, answer_all(world.visitor, begin(world.visitor, "ar")))


@deed()
def ask_for_more_questions(world: World) -> Act:
    unsure = take(world.visitor, "en", answering=skip)
    return posting(world.visitor, f"/en/quiz/{unsure.token}/more", {"extra": "2"})


@deed()
def finish_with_more_answers(world: World) -> Act:
    unsure = take(world.visitor, "en", answering=skip)
    page = world.visitor.page(f"/en/result/{unsure.token}")
    world.visitor.submit(page, to="/counselor", message=QUESTION)
    world.visitor.post(f"/en/quiz/{unsure.token}/more", {"extra": "2"})
    return sending(world.visitor, answer_all(world.visitor, world.visitor.page(f"/en/quiz/{unsure.token}")))


@deed()
def ask_a_counselor(world: World) -> Act:
    return sending(world.visitor, result_page(world), "/counselor", message=QUESTION)


@deed()
def take_the_question_back(world: World) -> Act:
    return sending(world.visitor, asked(world), "/withdraw")


@deed()
def ask_another_question_instead(world: World) -> Act:
    world.visitor.submit(asked(world), to="/withdraw")
    return sending(world.visitor, result_page(world), "/counselor", message="When should I begin?")


@deed()
def open_the_answer(world: World) -> Act:
    asked(world)
    case = world.zoe.send(world.zoe.page("/en/counselor"), "/claim")
    said = world.zoe.send(case, "/say", kind="informal", confidence="2", reason="aims", note="Dear you")
    world.zoe.send(said, "/release")
    return sending(world.visitor, result_page(world), "/counselor/open")


@deed()
def erase_everything(world: World) -> Act:
    asked(world)
    return sending(world.visitor, world.visitor.page(f"/en/result/{world.finished.token}/erase"))
