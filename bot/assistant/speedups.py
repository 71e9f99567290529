"""Measured mends of Rasa 3.6; none changes what it does.

Each replaces work repeated for every message by the same work done once (``docs/performance.md``).
Applied by the assistant process and the trainer only: `rasa shell`, `rasa train` and friends run
without them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

__all__ = ["apply", "train_once"]


def apply() -> None:
    """Patch the loaded Rasa; calling it twice does nothing more."""
    _validate_action_results_with_one_validator()
    _remember_event_classes()
    _run_the_graph_without_dask()


def train_once() -> None:
    """For a training whose steps nobody will reuse, on messages our own tests have checked."""
    _keep_no_fingerprints()
    _read_messages_with_libyaml()


def _keep_no_fingerprints() -> None:
    # Rasa hashes every message with all its features before and after each step, so that a later
    # training may skip steps; with thousands of messages that takes longer than the training
    from rasa.engine.training.hooks import TrainingHook

    TrainingHook.on_before_node = lambda *_arguments, **_options: {}
    TrainingHook.on_after_node = lambda *_arguments, **_options: None


def _read_messages_with_libyaml() -> None:
    # ruamel.yaml in pure Python and a schema check of every line: half a minute for our messages
    import yaml  # type: ignore[import-untyped]
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
    from rasa.shared.nlu.training_data.training_data import TrainingData

    def reads(self: Any, string: str, **_options: Any) -> TrainingData:
        content = yaml.load(string, Loader=yaml.CSafeLoader) or {}
        self._parse_nlu(content.get("nlu"))
        return TrainingData(
            self.training_examples,
            self.entity_synonyms,
            self.regex_features,
            self.lookup_tables,
            content.get("responses") or {},
        )

    RasaYAMLReader.reads = reads


def _validate_action_results_with_one_validator() -> None:
    # jsonschema.validate() checks the schema itself against the meta-schema at every call
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    validator_class = validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema)

    def validate_action_result(_self: Any, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate_action_result


def _remember_event_classes() -> None:
    # the lookup walks all subclasses of Event for each event of the conversation
    from rasa.shared.core.events import Event

    original = Event.resolve_by_type
    if hasattr(original, "cache_info"):
        return
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(original))


def _run_the_graph_without_dask() -> None:
    # dask plans the same small graph anew for each call; the order of the nodes never changes
    from rasa.engine.exceptions import GraphRunError
    from rasa.engine.runner.dask import DaskGraphRunner

    def plan(runner: Any, targets: tuple[str, ...]) -> list[tuple[str, Any, tuple[str, ...]]]:
        plans = runner.__dict__.setdefault("_tincay_plans", {})
        if targets in plans:
            return list(plans[targets])
        schema = runner._graph_schema.minimal_graph_schema(list(targets))
        ordered: dict[str, tuple[str, ...]] = {}

        def visit(name: str) -> None:
            if name in ordered or name not in schema.nodes:
                return
            needs = tuple(schema.nodes[name].needs.values())
            for need in needs:
                visit(need)
            ordered[name] = needs

        for target in targets:
            visit(target)
        steps = [(name, runner._instantiated_nodes[name], needs) for name, needs in ordered.items()]
        plans[targets] = steps
        return steps

    def run(
        self: Any, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        wanted = tuple(targets or self._graph_schema.target_names)
        results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        try:
            for name, node, needs in plan(self, wanted):
                results[name] = node(*(results[need] for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return {target: results[target][1] for target in wanted}

    DaskGraphRunner.run = run
