"""The page on models: an admin sees who recommends and why, promotes once, goes back once."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.matcher.model_document import sealed
from mentormatch.usecases.judged import judgements
from mentormatch.usecases.train import train
from mentormatch.web.services import services
from tests.apps import Clock, serving, settings_for
from tests.pages import Page, Visitor, words_of
from tests.staff import StaffMember, confirmed, first_admin
from tests.taught import START, Installation


def _installation(app: Flask) -> Installation:
    with app.app_context():
        place = Installation(services().database)
    place.visit(200)
    found = train(place.database, place.instruments, judgements, seed=1, now=START)
    assert found.challenges
    return place


def _confirmed(admin: StaffMember) -> Page:
    """The page, after showing again who one is."""
    confirmed(admin, "/en/staff/people/invite")
    return admin.page("/en/admin/models")


def test_before_anything_was_learnt_the_expert_recommends_and_nobody_challenges(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    page = first_admin(quick_app, clock, lang).page(f"/{lang}/admin/models")
    assert [form.get("action") for form in page.all("form")] == [f"/{lang}/staff/sign-out"]
    assert "mentormatch train" in page.text


def test_a_challenger_is_promoted_in_one_click_and_taken_back_in_one(quick_app: Flask, clock: Clock) -> None:
    place, ada = _installation(quick_app), first_admin(quick_app, clock)
    page = _confirmed(ada)
    assert "The challenger may not take over yet." in page.text
    assert not [f for f in page.all("form") if f.get("action", "").endswith("/promote")]
    place.visit(40)
    done = ada.send(ada.page("/en/admin/models"), "/promote")
    assert done.path == "/en/admin/models?said=promoted"
    with quick_app.app_context(), services().database.reading() as tx:
        assert services().instruments.serving(tx).champion is not None
    back = ada.send(done, "/back")
    assert back.path == "/en/admin/models?said=back"
    with quick_app.app_context(), services().database.reading() as tx:
        assert services().instruments.serving(tx).champion is None
        query = "SELECT action FROM audit_events ORDER BY number"
        actions = [row[0] for row in tx.exec_driver_sql(query)]
    assert actions[-2:] == ["model.promoted", "model.rolled-back"]


def test_a_challenger_of_another_model_is_told_to_be_trained_anew(quick_app: Flask, clock: Clock) -> None:
    place, ada = _installation(quick_app), first_admin(quick_app, clock)
    with place.database.transaction() as tx:
        found = storage.models.by_number(tx, 1)
        document = sealed({**json.loads(found.document), "parent": "1" * 64})
        other, learnt = json.loads(document)["hash"], json.loads(document)["taught"]["hash"]
        kept = storage.models.training_set(tx, learnt).id
        storage.models.store(tx, other, document, training_set_id=kept, now=START)
        storage.models.challenge(tx, other)
    assert "it has to be trained anew" in ada.page("/en/admin/models").text


def test_promoting_asks_again_who_one_is(quick_app: Flask, clock: Clock) -> None:
    place, ada = _installation(quick_app), first_admin(quick_app, clock)
    place.visit(40)
    clock.go_on(minutes=11)
    page = ada.page("/en/admin/models")
    assert ada.send(page, "/promote").path == "/en/staff/confirm/models"
    with quick_app.app_context(), services().database.reading() as tx:
        assert services().instruments.serving(tx).champion is None


def test_a_damaged_model_is_told_on_the_page_and_to_machines(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    place, ada = _installation(quick_app), first_admin(quick_app, clock, lang)
    place.visit(40)
    confirmed(ada, f"/{lang}/staff/people/invite")
    ada.send(ada.page(f"/{lang}/admin/models"), "/promote")
    with place.database.transaction() as tx:
        tx.exec_driver_sql("UPDATE model_versions SET document = x'7b7d'")
    page = ada.page(f"/{lang}/admin/models")
    assert page.all("p", role="alert")
    answer = ada.get("/readyz")
    assert answer.status_code == 200
    assert "the expert serves" in json.loads(answer.data)["model"]


@pytest.mark.parametrize("measure", ["kind-formal", "close-call", "careless", "agreement", "trait-goals"])
def test_machines_read_how_visitors_change(quick_app: Flask, clock: Clock, measure: str) -> None:
    _installation(quick_app)
    clock.now = START
    text = StaffMember(quick_app, clock=clock).get("/metrics").get_data(as_text=True)
    assert f'mentormatch_drift_value{{measure="{measure}"}}' in text
    assert 'mentormatch_model{hash="expert",part="champion"} 1.0' in text


def test_a_page_and_machines_tell_within_which_limits_each_measure_should_lie(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    clock.now = START + timedelta(days=9)
    ada, _ = first_admin(quick_app, clock, lang), _installation(quick_app)
    page = ada.page(f"/{lang}/admin/models")
    rows = [row for row in page.find("table", class_="drift").iter("tr") if list(row.iter("td"))]
    # Four kinds, close calls, carelessness, agreement, and eleven traits, each with its two limits.
    assert len(rows) == 4 + 3 + 11
    for row in rows:
        value, limits, *_ = (words_of(cell) for cell in row.iter("td"))
        assert len(re.findall(r"\d+(?:[.,]\d+)?", value)) == 1
        assert len(re.findall(r"\d+(?:[.,]\d+)?", limits)) == 2
    text = ada.get("/metrics").get_data(as_text=True)
    for part in ("value", "low", "high", "outside"):
        assert len(re.findall(rf"^mentormatch_drift_{part}{{", text, re.MULTILINE)) == len(rows), part


@pytest.mark.parametrize("headers", [{"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}])
def test_machines_elsewhere_read_nothing(quick_app: Flask, headers: dict[str, str]) -> None:
    stranger = Visitor(quick_app)
    assert stranger.get("/metrics").status_code == 200
    assert stranger.get("/metrics", headers=headers).status_code == 404
    for address, status in (("192.0.2.7", 404), ("127.0.0.9", 200), ("::1", 200), ("", 404)):
        answer = stranger.get("/metrics", environ_base={"REMOTE_ADDR": address})
        assert answer.status_code == status, address


def test_whoever_shows_the_token_reads_from_anywhere_and_nobody_else(
    quick_app: Flask, clock: Clock, tmp_path: Path
) -> None:
    token = "a-token-of-a-monitor"
    url = quick_app.extensions["mentormatch"].settings.database_url
    with serving(settings_for(url, tmp_path, MENTORMATCH_METRICS_TOKEN=token), clock) as app:
        stranger = Visitor(app)
        for shown, status in ((f"Bearer {token}", 200), ("Bearer é", 404), ("", 404)):
            answer = stranger.get("/metrics", headers={"Authorization": shown})
            assert answer.status_code == status, shown
        far = {"REMOTE_ADDR": "192.0.2.7"}
        found = stranger.get("/metrics", headers={"Authorization": f"Bearer {token}"}, environ_base=far)
        assert found.status_code == 200
