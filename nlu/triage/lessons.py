"""What triage's models learn from: messages in several spellings, everyday ones, dialogues."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlu.triage.augment import STYLES, retype
from nlu.triage.context import joined
from nlu.triage.everyday import everyday_messages
from nlu.triage.examples import Dialogue, Example
from nlu.triage.views import look

__all__ = ["ALWAYS", "FOLDS", "Lesson", "Lessons", "lessons_from"]

RETYPED = 1
"""How many other spellings of each message are learnt beside it."""
EVERYDAY = 4_000
"""How many harmless messages are made from frames."""
LONG = 3_000
"""How many long messages are put together from short ones: every other one holds a cry."""
SHORT = 100
"""Characters under which a message may be a part of one."""
SHORTEST, LONGEST = 150, 250
"""Characters from which a long message is long enough; with its last part it stays within what the
transformer reads at once."""
_JOINTS = (". ", ". ", "\n", ", ", " ", "... ")
"""What stands between two thoughts in one message."""
FOLDS = 3
"""Parts of the messages that take turns at being unseen while probabilities are calibrated."""
ALWAYS = -1
"""The fold of made-up messages, which are never unseen."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text to learn from, as :class:`nlu.triage.views.View` restores it, and what it means."""

    restored: str
    example: Example
    fold: int


@dataclass(frozen=True, slots=True)
class Lessons:
    """All lessons, and the dialogues (turns restored) some of them come from with their folds."""

    each: tuple[Lesson, ...]
    talks: tuple[tuple[Dialogue, int], ...]


def lessons_from(
    messages: Sequence[Example], dialogues: Sequence[Dialogue], rng: random.Random
) -> Lessons:
    """The lessons of messages and dialogues; ``rng`` draws folds and other spellings."""
    each: list[Lesson] = []
    for message in messages:
        fold = rng.randrange(FOLDS)
        for text in _spellings(message.text, rng):
            each.append(Lesson(look(text).restored, message, fold))
    calm = Example("", "none", "none", "none", "standard", "chitchat")
    for text in everyday_messages(EVERYDAY, rng):
        spelt = retype(text, rng.choice(list(STYLES)), rng) if rng.random() < 0.5 else text
        each.append(Lesson(look(spelt).restored, calm, ALWAYS))
    each.extend(_long_lessons(each, rng))
    talks = tuple((_restored(dialogue), rng.randrange(FOLDS)) for dialogue in dialogues)
    for dialogue, fold in talks:
        each.extend(_lessons_of(dialogue, fold))
    return Lessons(tuple(each), talks)


def _long_lessons(short: Sequence[Lesson], rng: random.Random) -> list[Lesson]:
    """Ordinary messages in a row, all unseen by the same fold; in every other row one is urgent.

    People who cry for help also tell of the weather, and people who tell much are not in danger for
    having said "knife" once.
    """
    calm: dict[int, list[Lesson]] = {fold: [] for fold in range(FOLDS)}
    cries: dict[int, list[Lesson]] = {fold: [] for fold in range(FOLDS)}
    for lesson in short:
        if lesson.fold != ALWAYS and len(lesson.restored) < SHORT:
            kinds = calm if lesson.example.level == "none" else cries
            kinds[lesson.fold].append(lesson)
    made: list[Lesson] = []
    for number in range(LONG):
        fold = number % FOLDS
        if not calm[fold]:
            continue
        parts: list[Lesson] = []
        wanted = rng.randint(SHORTEST, LONGEST)
        while sum(len(part.restored) for part in parts) < wanted:
            parts.append(rng.choice(calm[fold]))
        example = parts[0].example
        if number % 2 and cries[fold]:
            cry = rng.choice(cries[fold])
            parts[rng.randrange(len(parts))] = cry
            example = cry.example
        made.append(Lesson(_joined(parts, rng), example, fold))
    return made


def _joined(parts: Sequence[Lesson], rng: random.Random) -> str:
    text = parts[0].restored
    for part in parts[1:]:
        text = text.rstrip(" .") + rng.choice(_JOINTS) + part.restored
    return text


def _spellings(text: str, rng: random.Random) -> list[str]:
    retyped = [retype(text, style, rng) for style in rng.sample(list(STYLES), RETYPED)]
    return list(dict.fromkeys([text, *retyped]))


def _restored(dialogue: Dialogue) -> Dialogue:
    return replace(dialogue, turns=tuple(look(turn).restored for turn in dialogue.turns))


def _lessons_of(dialogue: Dialogue, fold: int) -> list[Lesson]:
    """Each turn by itself and with the one before; nothing after the first urgent turn."""
    lessons: list[Lesson] = []
    for place, level in enumerate(dialogue.levels):
        urgent = level != "none"
        example = Example(
            "",
            level,
            dialogue.kind if urgent else "none",
            dialogue.who if urgent else "none",
            "standard",
            level if urgent else "chitchat",
        )
        lessons.append(Lesson(dialogue.turns[place], example, fold))
        if place:
            pair = joined(dialogue.turns[place - 1 : place + 1])
            lessons.append(Lesson(pair, example, fold))
        if urgent:
            break
    return lessons
