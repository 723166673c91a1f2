from __future__ import annotations

import os
from operator import neg
from typing import TYPE_CHECKING

import pytest

from app.worker.team import Team

if TYPE_CHECKING:
    from collections.abc import Iterator


def lost(thing: int) -> int:
    return 1000 + thing


def end_at_three(thing: int) -> int:
    if thing == 3:
        os._exit(1)
    return thing


@pytest.mark.parametrize("jobs", [1, 2])
def test_answers_come_in_order_and_a_team_works_more_than_once(jobs: int) -> None:
    with Team(jobs) as team:
        for _ in range(2):
            assert list(team.each(neg, range(20), lost)) == [-thing for thing in range(20)]


def test_no_more_is_taken_than_is_worked_on() -> None:
    taken = []

    def things() -> Iterator[int]:
        for thing in range(100):
            taken.append(thing)
            yield thing

    with Team(2) as team:
        next(team.each(neg, things(), lost))
        assert len(taken) <= 8


def test_a_process_that_ends_costs_what_it_worked_on() -> None:
    with Team(2) as team:
        answers = list(team.each(end_at_three, range(4), lost))
    assert len(answers) == 4
    assert answers[3] == 1003
