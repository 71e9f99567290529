"""Training of the accent network from plain text; needs torch, and onnx to write it."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.network_file import write_network
from nlu.processor import has_quick_halves
from nlu.text.accent_network import NETWORK, mark_of, plain_numbers
from nlu.text.accents import BREAK, BREAKS, MOST, NUMBER, TOKEN, UNKNOWN, AccentRestorer
from nlu.text.syllable import place_tone
from nlu.text.train_accents import general_lines

__all__ = ["train_accent_network"]

SEED = 5
WIDTH = 208
DILATIONS = (1, 2, 4, 8, 1, 2, 4)
"""Distance of the two neighbours that each layer looks at."""
WORDS_SEEN = 28_000_000
"""Words learnt from, general and chat, some more than once."""
GENERAL_FIRST, GENERAL_LAST = 0.85, 0.5
"""Share of general sentences at first and in the last third; the rest is chat, which is scarce and
comes back often."""
LAST = 2 / 3
"""When the last third begins."""
KEEP_STEPS = 500
"""Steps after which the state of the learning is kept, so that it can go on after a stop."""
BATCH_WORDS = 6_000
POOL = 30_000
"""Sentences sorted by length together, so that little is padding."""
SHORTEST, LONGEST = 4, 60
MOST_UNKNOWN = 0.15
STEP = 2e-3
ACCENTED_LINES = 0.25
"""Share of sentences in which some words keep their accents, as people half type them."""

_Numbers = NDArray[np.int64]
Say = Callable[[str], None]


def train_accent_network(
    corpus: Path,
    chat: Iterable[str],
    restorer: AccentRestorer,
    say: Say = lambda _line: None,
    target: Path = NETWORK,
    words_seen: int = WORDS_SEEN,
    most_lines: int = 800_000,
    state: Path | None = None,
) -> None:
    """Learn from sentence files in ``corpus`` and chat lines, and write ``target`` (ONNX).

    Half an hour to an hour on two cores that calculate in 16 bits.

    Args:
        corpus: folder of ``*.txt`` or ``*.txt.xz``, a sentence with its accents a line.
        chat: lines as :func:`nlu.text.train_accents.spoken_lines` gives them.
        restorer: the trigram model, whose word list is taken over.
        say: receives a line about the progress now and then.
        target: where to write.
        words_seen: how long to learn.
        most_lines: lines taken of each general file.
        state: where the state is kept while learning; learning goes on from a state found there.

    Raises:
        ValueError: there is nothing to learn from.
    """
    rng = random.Random(SEED)
    reader = _Reader(restorer)
    general = [
        numbers
        for line in general_lines(corpus, most_lines)
        if SHORTEST <= len(numbers := reader.numbers(line)) <= LONGEST
        and np.mean(numbers == UNKNOWN) <= MOST_UNKNOWN
    ]
    spoken = [numbers[:LONGEST] for line in chat if len(numbers := reader.numbers(line))]
    if not general and not spoken:
        raise ValueError(f"{corpus}: không có câu nào để học")
    say(f"{len(general)} câu chung, {len(spoken)} câu trò chuyện")
    model = _model(reader)
    course = _Course(words_seen, state)
    _fit(model, reader, _batches(general, spoken, rng, course), course, rng, say)
    write_network(model, target, "words", each=True, mark=mark_of(restorer.words))
    course.forget()


class _Course:
    """How far the learning has come, and where its state is kept."""

    def __init__(self, words: int, state: Path | None) -> None:
        self.words, self.seen, self.step = words, 0, 0
        self._state = state

    @property
    def done(self) -> float:
        return self.seen / self.words

    @property
    def general(self) -> float:
        """Share of general sentences now."""
        return GENERAL_FIRST if self.done < LAST else GENERAL_LAST

    def resume(self, *learners: Any) -> bool:
        """Take over a state that was kept; False where there is none of this shape."""
        import torch

        if self._state is None or not self._state.is_file():
            return False
        kept = torch.load(self._state, weights_only=True)
        try:
            for learner, values in zip(learners, kept["learners"], strict=True):
                learner.load_state_dict(values)
        except (RuntimeError, ValueError):  # another word list: begin anew
            return False
        self.seen, self.step = kept["seen"], kept["step"]
        return True

    def keep(self, *learners: Any) -> None:
        import torch

        if self._state is not None:
            values = [learner.state_dict() for learner in learners]
            new = self._state.with_suffix(".new")
            torch.save({"learners": values, "seen": self.seen, "step": self.step}, new)
            new.replace(self._state)

    def forget(self) -> None:
        if self._state is not None:
            self._state.unlink(missing_ok=True)


class _Reader:
    """Sentences as numbers, and what each plain form may stand for."""

    def __init__(self, restorer: AccentRestorer) -> None:
        self.size = len(restorer.words)
        self._known = {word: number for number, word in enumerate(restorer.words)}
        self.plain = plain_numbers(restorer.groups, self.size)
        self.candidates = np.full((len(self.plain), MOST), -1, dtype=np.int64)
        self.plain_of = np.full(self.size, -1, dtype=np.int64)
        for form, group in restorer.groups.items():
            place = self.plain[form] - self.size
            self.candidates[place, : len(group)] = group
            self.plain_of[group] = place

    def numbers(self, line: str) -> _Numbers:
        """The words of a line; a row of sentence ends counts once."""
        found: list[int] = []
        for token in TOKEN.findall(unicodedata.normalize("NFC", line).lower()):
            if token in BREAKS:
                if found and found[-1] != BREAK:
                    found.append(BREAK)
            elif token[0].isdigit():
                found.append(NUMBER)
            else:
                found.append(self._known.get(place_tone(token), UNKNOWN))
        return np.array(found, dtype=np.int64)


def _model(reader: _Reader) -> Any:
    import torch
    from torch import nn

    torch.manual_seed(SEED)

    class Tagger(nn.Module):
        """Gated convolutions with residuals, then a score for every word."""

        def __init__(self) -> None:
            super().__init__()
            self.into = nn.Embedding(reader.size + len(reader.plain), WIDTH)
            nn.init.normal_(self.into.weight, std=0.1)
            self.mixes = nn.ModuleList(nn.Linear(3 * WIDTH, 2 * WIDTH) for _ in DILATIONS)
            self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DILATIONS)
            self.last = nn.LayerNorm(WIDTH)
            self.drop = nn.Dropout(0.1)
            self.out = nn.Linear(WIDTH, reader.size)
            nn.init.normal_(self.out.weight, std=0.05)
            nn.init.zeros_(self.out.bias)

        def hidden(self, words: Any, mask: Any = None) -> Any:
            state = self.into(words)
            for apart, mix, norm in zip(DILATIONS, self.mixes, self.norms, strict=True):
                seen = norm(state) if mask is None else norm(state) * mask[..., None]
                wide = nn.functional.pad(seen, (0, 0, apart, apart))
                before, after = wide[:, : -2 * apart], wide[:, 2 * apart :]
                value, gate = mix(torch.cat([before, seen, after], -1)).chunk(2, -1)
                state = state + self.drop(value * torch.sigmoid(gate))
            return self.last(state)

        def forward(self, words: Any) -> Any:
            return self.out(self.hidden(words))

    return Tagger()


def _batches(
    general: list[_Numbers], spoken: list[_Numbers], rng: random.Random, course: _Course
) -> Iterator[list[_Numbers]]:
    """Sentences of like length, for ever."""
    likeness = _likeness(general, spoken)
    while True:
        share = course.general if general and spoken else float(bool(general))
        pool = rng.choices(general, likeness, k=int(POOL * share)) if share else []
        pool += rng.choices(spoken, k=POOL - len(pool)) if share < 1 else []
        pool.sort(key=len)
        batches: list[list[_Numbers]] = [[]]
        for sentence in pool:
            if len(sentence) * (len(batches[-1]) + 1) > BATCH_WORDS:
                batches.append([])
            batches[-1].append(sentence)
        rng.shuffle(batches)
        yield from filter(None, batches)


def _likeness(general: list[_Numbers], spoken: list[_Numbers]) -> list[float]:
    """How often each general sentence is to come: more often the more its words are chat's."""
    if not general or not spoken:
        return [1.0] * len(general)
    size = 1 + max(int(sentence.max()) for sentence in (*general, *spoken))
    chat = np.bincount(np.concatenate(spoken), minlength=size) + 0.5
    text = np.bincount(np.concatenate(general), minlength=size) + 0.5
    ratio = np.clip(np.log(chat / chat.sum()) - np.log(text / text.sum()), -4, 4)
    return [float(np.exp(2 * ratio[sentence].mean())) for sentence in general]


def _fit(
    model: Any,
    reader: _Reader,
    batches: Iterator[list[_Numbers]],
    course: _Course,
    rng: random.Random,
    say: Say,
) -> None:
    import torch

    candidates = torch.from_numpy(reader.candidates)
    plain_of = torch.from_numpy(reader.plain_of)
    optimizer = torch.optim.AdamW(model.parameters(), lr=STEP, weight_decay=0.01)
    half = has_quick_halves()
    model.train()
    if course.resume(model, optimizer):
        say(f"học tiếp từ {course.seen / 1e6:.1f} triệu chữ")
    while course.done < 1:
        batch = next(batches)
        rate = STEP * min(1.0, (course.step + 1) / 200) * (1 - course.done) + 1e-5
        for options in optimizer.param_groups:
            options["lr"] = rate
        words, wanted, mask = _padded(batch, reader, rng)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            hidden = model.hidden(words, mask)
        places = (words >= reader.size) & (plain_of[wanted] >= 0)
        group = candidates[plain_of[wanted[places]]]
        known = group >= 0
        group = group.clamp(min=0)
        scores = (hidden.float()[places][:, None, :] * model.out.weight[group]).sum(-1)
        scores = (scores + model.out.bias[group]).masked_fill(~known, -1e4)
        right = (group == wanted[places][:, None]).int().argmax(1)
        loss = torch.nn.functional.cross_entropy(scores, right)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        course.seen += sum(map(len, batch))
        if course.step % 250 == 0:
            say(f"{course.seen / 1e6:.1f} triệu chữ, sai số {loss.item():.3f}")
        course.step += 1
        if course.step % KEEP_STEPS == 0:
            course.keep(model, optimizer)
    model.eval()


def _padded(batch: list[_Numbers], reader: _Reader, rng: random.Random) -> tuple[Any, Any, Any]:
    """What is read, what it should become, and where a sentence is."""
    import torch

    shape = len(batch), max(map(len, batch))
    words = np.zeros(shape, dtype=np.int64)
    wanted = np.zeros(shape, dtype=np.int64)
    mask = np.zeros(shape, dtype=np.float32)
    for place, sentence in enumerate(batch):
        plain = reader.plain_of[sentence]
        typed = np.where(plain >= 0, plain + reader.size, sentence)
        if rng.random() < ACCENTED_LINES:
            share = 0.6 * rng.random()
            kept = np.array([rng.random() < share for _ in sentence])
            typed = np.where(kept, sentence, typed)
        words[place, : len(sentence)] = typed
        wanted[place, : len(sentence)] = sentence
        mask[place, : len(sentence)] = 1
    return torch.from_numpy(words), torch.from_numpy(wanted), torch.from_numpy(mask)
