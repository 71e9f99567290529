from __future__ import annotations

import itertools
import re

from channels.phrases import Phrases, to_child

PHRASES = Phrases()


def front() -> list[str]:
    """Everything the front says by itself."""
    yes_no = (False, True)
    replies = [
        PHRASES.start("can-tho"),
        PHRASES.help(),
        *(PHRASES.privacy(channel) for channel in ("web", "telegram", "zalo", "api")),
        PHRASES.numbers("can-tho"),
        PHRASES.wait(None),
        PHRASES.sorry(None),
        *(PHRASES.connected("partner", None, child=False, on_duty=on_duty) for on_duty in yes_no),
        *(PHRASES.not_so(case=case, child=False) for case in yes_no),
        *(
            PHRASES.revoked(child=False, case=case, owned=owned)
            for case, owned in itertools.product(yes_no, yes_no)
        ),
        PHRASES.not_yet(child=False),
        PHRASES.stopped(child=False),
        PHRASES.wordless(),
        *(
            PHRASES.attachment(kind, None, urgent=urgent)
            for kind, urgent in itertools.product(("photo", "voice", "location"), yes_no)
        ),
    ]
    return [to_child(reply).text for reply in replies]


def test_a_child_is_called_con_in_everything_the_front_says() -> None:
    for text in front():
        assert not re.search(r"\bbạn\b", text, re.I), text
        assert not re.search(r"(?<!gặp )người trực", text, re.I), text


def test_what_she_may_write_stays_word_for_word() -> None:
    assert "“gặp người trực”" in to_child(PHRASES.help()).text
