"""A stock Rasa project on our training messages: what ``rasa init`` gives, DIET and TED."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from ruamel.yaml import YAML

__all__ = ["ROOT", "epochs", "make", "train"]

ROOT = Path(__file__).resolve().parent.parent

CONFIG = """\
recipe: default.v1
assistant_id: stock
language: vi
pipeline:
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: {epochs}
  constrain_similarities: true
- name: EntitySynonymMapper
- name: ResponseSelector
  epochs: 100
  constrain_similarities: true
- name: FallbackClassifier
  threshold: 0.3
  ambiguity_threshold: 0.1
policies:
- name: MemoizationPolicy
- name: RulePolicy
- name: UnexpecTEDIntentPolicy
  max_history: 5
  epochs: 100
- name: TEDPolicy
  max_history: 5
  epochs: 100
  constrain_similarities: true
"""


def make(folder: Path, epochs: int) -> None:
    """Write the project: our messages, one plain response and one rule for each intent."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    yaml = YAML(typ="safe")
    intents: set[str] = set()
    for source in sorted((ROOT / "nlu" / "data").glob("*.yml")):
        shutil.copy(source, data / source.name)
        intents |= {block["intent"] for block in yaml.load(source)["nlu"]}
    names = sorted(intents)
    (folder / "config.yml").write_text(CONFIG.format(epochs=epochs), encoding="utf-8")
    (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")
    (folder / "endpoints.yml").write_text(
        "tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: rasa.db\n", encoding="utf-8"
    )
    domain = ['version: "3.1"', "intents:", *(f"- {name}" for name in names), "responses:"]
    domain += [f'  utter_{name}:\n  - text: "{name}"' for name in names]
    (folder / "domain.yml").write_text("\n".join(domain) + "\n", encoding="utf-8")
    rules = ['version: "3.1"', "rules:"]
    rules += [
        f"- rule: {name}\n  steps:\n  - intent: {name}\n  - action: utter_{name}" for name in names
    ]
    stories = ["stories:", "- story: talk", "  steps:"]
    for name in names[:4]:
        stories += [f"  - intent: {name}", f"  - action: utter_{name}"]
    (data / "rules.yml").write_text("\n".join(rules + stories) + "\n", encoding="utf-8")


def epochs(folder: Path) -> int:
    """How many epochs DIET of a project made here is trained for."""
    config = YAML(typ="safe").load(folder / "config.yml")
    steps = (step for step in config["pipeline"] if step["name"] == "DIETClassifier")
    return int(next(steps)["epochs"])


def train(folder: Path) -> None:
    """Train with Rasa's own command."""
    subprocess.run(
        [sys.executable, "-m", "rasa", "train", "--fixed-model-name", "stock"],
        cwd=folder,
        check=True,
    )
