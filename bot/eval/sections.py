"""Each table of ``docs/quality.md``: run, and put into Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.eval.table import markdown
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.eval.ask import Report
    from nlu.encoder import Encoder

__all__ = ["SETS", "Section", "accents", "ask", "duties", "ingest", "intents", "triage"]

SETS = Path(__file__).with_name("sets")
READ = SETS / "read"
"""Sets whose misses were read while mending; what they say is kinder than the truth."""

ASKED_ROWS = 4
"""Figures shown of the questions on plans of other hands: right, silent, invented, elsewhere."""

Rows = Sequence[Sequence[object]]

UNSEEN, SEEN = "bộ chưa đọc", "bộ đã đọc khi sửa"


@dataclass(frozen=True, slots=True)
class Section:
    """A Markdown table and the misses behind it, one line each."""

    table: str
    misses: tuple[str, ...] = ()


def _share(right: int, total: int) -> str:
    return f"{right}/{total} = {right / total:.3f}" if total else "0/0"


def _parts(parts: Mapping[str, Sequence[int]]) -> list[list[object]]:
    return [[name, _share(*counts)] for name, counts in sorted(parts.items())]


def ask(settings: Settings) -> Section:
    """Cited answers and abstention on the four plans."""
    from bot.asking import load_asker
    from bot.eval.ask import evaluate, read_set

    asker = load_asker(settings)
    unseen = evaluate(asker, read_set(SETS / "ask.jsonl"))
    read = evaluate(asker, read_set(READ / "ask.jsonl"))

    rows = beside(unseen.rows(), read.rows())
    return Section(markdown(("câu hỏi", UNSEEN, SEEN), rows), (*_missed(unseen), *_missed(read)))


def _missed(report: Report) -> list[str]:
    """A line for each question answered wrongly."""
    return [
        f"{line['id']} {line['question']} → {asked.status}: {', '.join(faults)}"
        for line, asked, faults in report.misses
    ]


def duties(settings: Settings) -> Section:
    """Look-ups on the four plans."""
    from bot.eval.duties import evaluate
    from bot.knowledge_base import corpus_of

    corpus = corpus_of(settings)
    results = [evaluate(folder / "duties.jsonl", corpus) for folder in (SETS, READ)]
    unseen, read = map(_duty_rows, results)
    misses = tuple(
        f"{row['id']} {row['question']} → {'; '.join(row['failures'])}"
        for result in results
        for row in result["missed"]
    )
    return Section(markdown(("tra cứu", UNSEEN, SEEN), beside(unseen, read)), misses)


def _duty_rows(result: Mapping[str, Any]) -> Rows:
    rows: list[list[object]] = [["**tất cả**", _share(result["right"], result["total"])]]
    rows += _parts(result["by_type"])
    rows += [[f"kiểu {name}", share] for name, share in _parts(result["by_style"])]
    return rows


def beside(unseen: Rows, read: Rows) -> list[list[object]]:
    """Two tables of names and figures as one, rows of the same name together."""
    second = {str(row[0]): row[1] for row in read}
    rows: list[list[object]] = [[row[0], row[1], second.pop(str(row[0]), "")] for row in unseen]
    return rows + [[name, "", figure] for name, figure in second.items()]


def ingest(settings: Settings) -> Section:
    """Plans of other hands, never read and read: duties found whole, questions answered right."""
    from nlu.encoder import Encoder, prepare_encoder

    encoder = Encoder(prepare_encoder(settings.home, settings.encoder))
    tables, misses = [], []
    for folder in (SETS / "plans", READ / "plans"):
        rows, missed = _ingested(folder)
        asked, unanswered = _asked(folder, encoder)
        tables.append([*rows, *asked])
        misses += [*missed, *unanswered]
    unseen, read = tables
    return Section(markdown(("kế hoạch", UNSEEN, SEEN), beside(unseen, read)), tuple(misses))


def _asked(folder: Path, encoder: Encoder) -> tuple[Rows, tuple[str, ...]]:
    """Figures and misses of the questions in ``folder``; none where it has no questions."""
    from bot.eval.unseen import evaluate_questions

    if not (folder / "gold_ask.jsonl").is_file():
        return [], ()
    report = evaluate_questions(folder, encoder)
    rows = [[f"câu hỏi: {name}", figure] for name, figure in report.rows()[:ASKED_ROWS]]
    return rows, tuple(_missed(report))


def _ingested(folder: Path) -> tuple[Rows, tuple[str, ...]]:
    """Figures and misses of the plans and the ``gold_duties.jsonl`` in ``folder``."""
    from bot.eval.ingest import evaluate_plans, evaluate_scanned
    from knowledge.corpus import load_plans

    result = evaluate_plans(folder / "gold_duties.jsonl", load_plans(folder))
    poor = evaluate_scanned(folder)
    rows: list[list[object]] = [
        ["**tất cả**", _share(result["found"], result["total"])],
        ["các tệp .txt, .md qua máy quét kém", _share(poor["found"], poor["total"])],
    ]
    rows += _parts(result["by_plan"])
    misses = tuple(
        f"{row['plan']} {row['section']} {row['agency']}: {', '.join(row['wrong'])}"
        for row in result["missed"]
    )
    return rows, misses


def triage(settings: Settings) -> Section:
    """Levels of single messages and of dialogues, beside peers."""
    from bot.eval.triage import evaluate, section

    sets = [(folder / "triage.jsonl", folder / "triage_dialogues.jsonl") for folder in (SETS, READ)]
    return _given(section(evaluate(*sets[0]), evaluate(*sets[1], peers=False)))


def intents(settings: Settings) -> Section:
    """Intents of the trained assistant."""
    from bot.eval.intents import evaluate, section

    return _given(section(evaluate(SETS / "intents.jsonl")))


def accents(settings: Settings) -> Section:
    """Accent restoration on chat-like lines."""
    from bot.eval.accents import evaluate, section

    return _given(section(evaluate(SETS)))


def _given(made: tuple[str, Sequence[Any]]) -> Section:
    table, misses = made
    return Section(table, tuple(map(str, misses)))
