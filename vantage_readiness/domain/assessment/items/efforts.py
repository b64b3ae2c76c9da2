"""How much work an item is said to be: "(4 hours)", "**Time:** 2 h", "3j", "~2 days"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..markdown import inline
from ..vocabulary.phrases import Phrases

_NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
_UNIT = (
    r"(?:hours?|hrs?|h|minutes?|mins?|min|days?|d|weeks?|wks?|w|months?|sprints?|(?:story )?points?|pts|sp"
    r"|stunden?|std|minuten|tage?n?|pt|wochen?|monate?n?|heures?|jours?|j|semaines?|mois|horas?|d[ií]as?|semanas?"
    r"|m[eê]s(?:es)?|час(?:а|ов)?|ч|мин(?:ут)?|дн(?:я|ей)|день|недел[яиь]|месяц(?:а|ев)?|godzin[ay]?|dni|dzień"
    r"|tygodni[ea]?|tydzień|miesi[ęą]c[ey]?|小时|小時|分钟|天|个?工作日|人天|周|个月|時間|分|日|人日|週間|ヶ月)"
)
_EFFORT = re.compile(
    rf"(?:~|≈|ca\.? |about |approx\.? |est\.? |environ |etwa )?{_NUMBER}\+?(?:\s?{_UNIT})?"
    rf"(?:\s?(?:-|–|—|to|à|bis|до|do|至|～|~)\s?{_NUMBER}\+?)?[\s-]?{_UNIT}\.?(?: (?:of work|effort|setup|work))?",
    re.IGNORECASE,
)
_LABELS: Phrases[bool] = Phrases(
    {
        True: (
            "effort|time|estimate|estimated time|estimated effort|time estimate|duration|aufwand|dauer|zeit"
            "|charge|duree|temps"
            "|estimation|esfuerzo|tiempo|duracion|estimacion|esforco|tempo|duracao|estimativa|трудоемкость|время|оценка|срок"
            "|naklad|czas|pracochlonnosc|szacunek|工作量|预计时间|耗时|工时|工数|所要時間|見積"
        )
    }
)


def is_effort(text: str) -> bool:
    """Answer whether a remark is nothing but an effort."""
    return len(text) < 60 and _EFFORT.fullmatch(text.strip()) is not None


def among(notes: Iterable[str]) -> str | None:
    """Give the first effort that stands below an item under its label: "**Time:** 2 h"."""
    for note in notes:
        label, colon, rest = note[:80].partition(":")
        if colon and _LABELS.fill(inline.title(label)) and is_effort(rest.strip(" *~")):
            return rest.strip(" *")
    return None
