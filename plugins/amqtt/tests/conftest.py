"""Fixtures: fleets, each in a directory of its own."""

from pathlib import Path

from fleet import Fleet, empty_fleet, fleet_of_the_table
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
    """Return a fleet of one device, one account and a broker, to be changed by the test."""
    fleet = empty_fleet(tmp_path)
    fleet.admin("server", "create", "--cn", "broker.example")
    for device in ("pump-7", "pump-8"):
        fleet.device(device)
        for action in ("publish", "subscribe", "receive"):
            fleet.right(action, device, f"plant/{device}/#")
    fleet.account("ada", "what ada typed")
    for action in ("publish", "subscribe", "receive"):
        fleet.right(action, "ada", "#")
    fleet.admin("ca", "crl")
    return fleet
