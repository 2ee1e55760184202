"""Options as the gate takes them: by names that all gates share, as texts."""

from collections.abc import Iterator, Mapping
from dataclasses import field, make_dataclass
from typing import Any

from amqtt.contexts import BaseContext

from ._native import gate_options

One = str | int | float | bool | None
Many = str | list[str] | None


def texts(options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield options with their values as texts, those with several values once for each, and those without none."""
    for name, value in options.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                yield name, str(one).lower() if isinstance(one, bool) else str(one)


def all_options(**defaults: One) -> type:
    """Return a dataclass with every option of the gate, none of which is required."""
    return make_dataclass(
        "Config",
        (
            (name, Many if repeats else One, field(default=defaults.get(name)))
            for name, _, repeats in gate_options()
        ),
    )


def with_ca(options: Mapping[str, Any], context: BaseContext) -> dict[str, Any]:
    """Return the options; where they are for certificates but name no CA, with those of the broker's listeners."""
    if not options["trust_domain"] or options["ca_crt"]:
        return dict(options)
    return {**options, "ca_crt": _listener_ca_files(context)}


def _listener_ca_files(context: BaseContext) -> list[str]:
    listeners = getattr(getattr(context, "_broker_instance", None), "listeners_config", {})
    files = (getattr(listener, "cafile", None) for listener in listeners.values())
    return list(dict.fromkeys(str(file) for file in files if file))
