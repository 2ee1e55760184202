"""Fixtures: fleets, each in a directory of its own."""

from pathlib import Path

from fleet import Fleet, fleet_of_the_table, small_fleet
import pytest


@pytest.fixture(scope="session")
def table_fleet(tmp_path_factory: pytest.TempPathFactory) -> Fleet:
    """Return the fleet of the table of verdicts, and an account that may publish all."""
    fleet = fleet_of_the_table(tmp_path_factory.mktemp("fleet"))
    fleet.account("teller", "tells all")
    fleet.right("publish", "teller", "#")
    return fleet


@pytest.fixture
def fleet(tmp_path: Path) -> Fleet:
    """Return a fleet of two devices, one account and a broker, to be changed by the test."""
    return small_fleet(tmp_path)
