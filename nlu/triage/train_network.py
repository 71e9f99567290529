"""Training of triage's small transformer; needs torch, and onnx to write it.

The first layers of multilingual-e5-small, which knows Vietnamese from much text, learn our
messages: whether one is urgent, and if so whether it is an emergency, about whom, and of what kind.
Pieces of words that neither our messages nor general Vietnamese text use are left out, and the
weights are written in 8 bits.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from nlu.network_file import write_network
from nlu.processor import has_quick_halves
from nlu.triage.examples import load_dialogues, load_examples
from nlu.triage.lessons import Lesson, lessons_from
from nlu.triage.linear import COLUMNS, HEADS
from nlu.triage.network import MOST_PIECES, NETWORK, PIECES, network_input
from nlu.triage.result import KINDS

__all__ = ["train_network"]

SEED = 20261
LAYERS = 4
"""Layers kept of the encoder's twelve: what one core runs in two milliseconds."""
EPOCHS = 3.0
BATCH = 48
SORTED = 40
"""Batches whose messages are sorted by length together, so that little is padding."""
STEP, HEAD_STEP = 3e-4, 2e-3
"""Highest learning rates of the encoder's layers and of the new output layer."""
SMOOTHING = 0.01
"""How far from 0 and 1 the wanted probabilities stay, against overconfidence."""
SHARES = {"urgent": 1.0, "emergency": 0.6, "third_party": 0.3, "kind": 0.4}
"""Weight of each head in the loss."""
SPECIAL = 4
"""Pieces at the beginning of the vocabulary that are not text: start, padding, end, unknown."""

Say = Callable[[str], None]


def train_network(
    data_folder: Path,
    encoder: Path,
    general: Iterable[str] = (),
    say: Say = lambda _line: None,
    network: Path = NETWORK,
    pieces: Path = PIECES,
    epochs: float = EPOCHS,
) -> None:
    """Learn from ``data_folder`` and write ``network`` (ONNX) and ``pieces`` (tokenizer).

    Some forty minutes on one core.

    Args:
        data_folder: ``*.yml`` and ``dialogues.jsonl``, as for :func:`nlu.triage.train.train`.
        encoder: the encoder's folder, from :func:`nlu.encoder.prepare_encoder`.
        general: Vietnamese text whose pieces of words are kept beside those of the messages.
        say: receives a line about the progress now and then.
        network: where to write.
        pieces: where to write.
        epochs: how often every message is seen.

    Raises:
        ValueError: there are no messages.
    """
    messages = load_examples(data_folder)
    if not messages:
        raise ValueError(f"{data_folder}: không có tin nhắn nào có level")
    rng = random.Random(SEED)
    made = lessons_from(messages, load_dialogues(data_folder / "dialogues.jsonl"), rng)
    texts = [network_input(lesson.restored) for lesson in made.each]
    # the two belong together: until the learning is done the old ones stay as they are
    new_pieces, new_network = (path.with_name(f"new-{path.name}") for path in (pieces, network))
    kept = _keep_pieces(encoder, new_pieces, (*texts, *map(str.lower, general)))
    say(f"{len(texts)} câu, {len(kept)} mảnh chữ")
    model = _model(encoder, kept)
    _fit(model, _read(new_pieces, texts), made.each, epochs, rng, say)
    write_network(model, new_network, "pieces")
    new_pieces.replace(pieces)
    new_network.replace(network)


def _keep_pieces(encoder: Path, target: Path, texts: Iterable[str]) -> list[int]:
    """Write the tokenizer with the pieces ``texts`` use and single letters; their old numbers."""
    from tokenizers import Tokenizer

    stored = json.loads((encoder / "tokenizer.json").read_text(encoding="utf-8"))
    stored["normalizer"] = None  # what comes in is NFC and in small letters already
    reader = Tokenizer.from_str(json.dumps(stored))
    used: set[int] = set()
    waiting = iter(texts)
    while batch := list(islice(waiting, 2_000)):
        for encoding in reader.encode_batch(batch):
            used.update(encoding.ids)
    vocabulary = stored["model"]["vocab"]
    marker = "▁"
    kept = [
        number
        for number, (piece, _) in enumerate(vocabulary)
        if number < SPECIAL
        or number in used
        or (len(piece.lstrip(marker)) <= 1 and ord(piece[-1]) < 0x2600)
    ]
    stored["model"]["vocab"] = [vocabulary[number] for number in kept]
    stored["added_tokens"] = [token for token in stored["added_tokens"] if token["id"] < SPECIAL]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
    return kept


def _read(pieces: Path, texts: Sequence[str]) -> list[list[int]]:
    from tokenizers import Tokenizer

    reader = Tokenizer.from_file(str(pieces))
    reader.enable_truncation(MOST_PIECES + 2)
    return [encoding.ids for encoding in reader.encode_batch(list(texts))]


def _model(encoder: Path, kept: Sequence[int]) -> Any:
    import torch
    from transformers import AutoModel

    torch.manual_seed(SEED)
    bert = AutoModel.from_pretrained(
        str(encoder), add_pooling_layer=False, attn_implementation="eager"
    )
    bert.encoder.layer = bert.encoder.layer[:LAYERS]
    words = bert.embeddings.word_embeddings.weight.detach()[list(kept)].clone()
    bert.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(words, freeze=False)

    class Reader(torch.nn.Module):
        """Mean of the last layer, then one linear layer for all heads."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = bert
            self.drop = torch.nn.Dropout(0.1)
            self.head = torch.nn.Linear(
                bert.config.hidden_size, sum(len(names) for names in HEADS.values())
            )

        def forward(self, pieces: Any, mask: Any = None) -> Any:
            hidden = self.bert(input_ids=pieces, attention_mask=mask).last_hidden_state
            if mask is None:
                return self.head(hidden.mean(1))
            mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            return self.head(self.drop(mean))

    return Reader()


def _fit(
    model: Any,
    rows: Sequence[list[int]],
    lessons: Sequence[Lesson],
    epochs: float,
    rng: random.Random,
    say: Say,
) -> None:
    import torch

    head = list(model.head.parameters())
    groups = [
        {"params": list(model.bert.parameters()), "lr": STEP},
        {"params": head, "lr": HEAD_STEP},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = int(epochs * len(rows) / BATCH) + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / 100) * (1 - step / steps)
    )
    half = has_quick_halves()
    model.train()
    for step, batch in enumerate(islice(_batches(rows, rng), steps)):
        pieces, mask = _padded([rows[place] for place in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            outputs = model(pieces, mask).float()
        loss = _loss(outputs, [lessons[place] for place in batch])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 200 == 0:
            say(f"bước {step}/{steps}, sai số {loss.item():.3f}")
    model.eval()


def _batches(rows: Sequence[list[int]], rng: random.Random) -> Iterator[list[int]]:
    """Places of rows of like length, all rows again and again in another order."""
    while True:
        order = list(range(len(rows)))
        rng.shuffle(order)
        for start in range(0, len(order), BATCH * SORTED):
            part = sorted(order[start : start + BATCH * SORTED], key=lambda place: len(rows[place]))
            batches = [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
            rng.shuffle(batches)
            yield from batches


def _padded(rows: Sequence[list[int]]) -> tuple[Any, Any]:
    import torch

    pieces = np.ones((len(rows), max(map(len, rows))), dtype=np.int64)
    mask = np.zeros(pieces.shape, dtype=np.float32)
    for place, row in enumerate(rows):
        pieces[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return torch.from_numpy(pieces), torch.from_numpy(mask)


def _loss(outputs: Any, lessons: Sequence[Lesson]) -> Any:
    """Cross entropies of the heads; all but the first only where the message is urgent."""
    import torch

    binary = torch.nn.functional.binary_cross_entropy_with_logits
    examples = [lesson.example for lesson in lessons]

    def wanted(rights: list[bool]) -> Any:
        return torch.tensor(rights).float() * (1 - 2 * SMOOTHING) + SMOOTHING

    urgent = [example.level != "none" for example in examples]
    loss = SHARES["urgent"] * binary(outputs[:, 0], wanted(urgent))
    places = [place for place, yes in enumerate(urgent) if yes]
    if not places:
        return loss
    chosen = [examples[place] for place in places]
    for head, rights in (
        ("emergency", [example.level == "emergency" for example in chosen]),
        ("third_party", [example.who == "third_party" for example in chosen]),
    ):
        column = COLUMNS[head].start
        loss = loss + SHARES[head] * binary(outputs[places, column], wanted(rights))
    known = [(place, examples[place].kind) for place in places if examples[place].kind in KINDS]
    if known:
        scores = outputs[[place for place, _ in known], COLUMNS["kind"]]
        kinds = torch.tensor([KINDS.index(kind) for _, kind in known])
        loss = loss + SHARES["kind"] * torch.nn.functional.cross_entropy(scores, kinds)
    return loss
