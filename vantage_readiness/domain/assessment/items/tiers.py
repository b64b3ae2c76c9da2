"""How much a heading, bold line or cell says that something matters, in nine languages.

People print scales of different lengths. "High" is the top of high, medium, low, but the second of critical, high,
medium, low; "P1" is the top where nobody speaks of P0. So the words are first read as grades, and a document's scale
makes tiers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from ...words import Tier
from ..markdown import inline
from ..memory import remember
from ..vocabulary.phrases import Phrases


class Grade(Enum):
    """A word or mark on some scale."""

    CRITICAL = "critical"
    HIGH = "high"
    IMPORTANT = "important"
    MEDIUM = "medium"
    LOW = "low"
    NICE = "nice"
    P0 = "p0"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


_WORDS: Phrases[Grade] = Phrases(
    {
        Grade.CRITICAL: (
            "critical*|must|must have|must do|must fix|blocker*|blocking|showstopper*|urgent*|mandatory"
            "|required|severe|essential*"
            "|kritisch*|zwingend|muss|blockierend*|pflicht|notwendig*|unerlasslich*|critique*|bloquant*|obligatoire*"
            "|indispensable*|imperatif*|essentiel*|doit avoir|debe tener|esencial*|deve ter|essencia*"
            "|critico*|critica*|bloqueante*|bloqueador*|bloqueio*|obligatori*|imprescindible*|urgente*|obrigatori*"
            "|impeditiv*|критич*|блокирующ*|необходим*"
            "|блокер*|обязательн*|срочн*|krytyczn*|blokujac*|blokery|niezbedn*|obowiazkow*|pilne|musi byc"
            "|严重|关键|紧急|必须|阻塞"
            "|阻断|必备"
            "|重大|必須|致命的|クリティカル|緊急|最優先"
        ),
        Grade.IMPORTANT: (
            "important*|should|should have|major|recommended|wichtig*|soll|sollte*|empfohlen*|importante*"
            "|devrait|devraient|majeur*|grave|graves|mayor|mayores"
            "|recommande*|debe*|deberia*|recomendad*|deveria*|важн*|серьезн*|следует|рекомендуем*|wazn*|istotn*"
            "|powazn*|powinn*|zalecane"
            "|重要|应该"
            "|推荐|推奨"
        ),
        Grade.NICE: (
            "nice|nice to have|could|could have|optional*|cosmetic|minor|trivial|wont have|won t have|can wait"
            "|wunschenswert*|kann|nebensachlich|geringfugig*"
            "|optionnel*|souhaitable*|facultati*|mineur*|pourrait*|opcional*|deseable*|podria*|menor|menores"
            "|desejave*|poderia*|желательн*|необязательн*|опциональн*|незначительн*"
            "|opcjonaln*|mile widzian*|drobne|可选|加分|锦上添花|最好有|次要|任意|軽微|あると良い|できれば"
        ),
        Grade.P0: "p0|sev 0|sev0|priority 0|prio 0|tier 0|приоритет 0|priorytet 0",
        Grade.FIRST: (
            "p1|priority 1|prio 1|prioritat 1|priorite 1|prioridad 1|prioridade 1|приоритет 1|priorytet 1"
            "|tier 1|优先级1"
            "|優先度1"
        ),
        Grade.SECOND: (
            "p2|priority 2|prio 2|prioritat 2|priorite 2|prioridad 2|prioridade 2|приоритет 2|priorytet 2"
            "|tier 2|优先级2"
            "|優先度2"
        ),
        Grade.THIRD: (
            "p3|p4|priority 3|prio 3|prioritat 3|priorite 3|prioridad 3|prioridade 3|приоритет 3|priorytet 3|tier 3"
            "|优先级3|優先度3"
        ),
    }
)
# "High availability" is no grade: these words count only alone, or beside a word for what is graded.
_LEVELS: Phrases[Grade] = Phrases(
    {
        Grade.HIGH: (
            "high|hoch|hohe|hoher|haut|haute|hautes|elevee|eleve|elevees|alta|alto|altas|высок*|wysok*|高优先"
            "|优先级高|高危"
            "|高風險|优先级 高|高優先|優先度高|高"
        ),
        Grade.MEDIUM: (
            "medium|moderate|mittel|mittlere*|moyen*|media|medio|medias|средн*|sredni*|中优先|优先级中|中等"
            "|中優先|優先度中|中"
        ),
        Grade.LOW: (
            "low|lower|niedrig*|gering*|bas|basse|basses|faible*|baja|bajo|baixa|baixo|bajas|baixas|низк*|nisk*"
            "|低优先|优先级低"
            "|低優先|優先度低|低"
        ),
    }
)
_GRADED: Phrases[bool] = Phrases(
    {
        True: (
            "priority|prio|severity|impact|importance|prioritat|schweregrad|priorite*|severite|prioridad*|severidad*"
            "|gravedad|gravidade|prioridade*|приоритет*|важност*|priorytet*|waga|优先级|优先|严重程度|優先度"
            "|優先|重要度|risk"
            "|risiko|risque|riesgo|risco|риск*|ryzyko|风险|リスク"
        )
    }
)
# What is not critical is on no scale: these take the word behind, or around them, away.
_NEGATED = re.compile(
    r"(?<!\w)(?:not|non|no|nicht|pas|não|nao|не|nie)[\s-]{1,3}(?!to\b|de\b)[^\W\d_]{2,30}"
    r"|[非不无](?:是)?(?:关键|紧急|重要|必须|必需|严重|阻塞|阻断)"
    r"|(?:必須|重要|緊急|致命的|クリティカル)(?:では|じゃ|で)ない",
    re.IGNORECASE,
)
# "Required actions" and "Option A (recommended)" say nothing about what matters more.
_ADVISED: Phrases[bool] = Phrases(
    {
        True: (
            "required|recommended|empfohlen*|notwendig*|recommande*|recomendad*|рекомендуем*|необходим*|zalecane"
            "|niezbedn*|推荐|推奨"
        )
    }
)
_ADVICE: Phrases[bool] = Phrases(
    {
        True: (
            "action|actions|plan|timeline|approach|option|options|alternative|massnahmen|vorgehen|variante*"
            "|acciones|accion|opcion|opciones|acoes|acao|opcao|opcoes|действия|вариант*|dzialania|opcja|opcje"
            "|行动|计划|方案|选项|計画|オプション"
        )
    }
)
_JOINT = re.compile(r"[:：]|\s[–—-]\s|(?<=^[Pp]\d)\s")
_MARK = 20  # characters; a mark in brackets is short
_LABEL = 60
_LONGEST = 400  # characters; a heading is shorter
_MARKS = {
    "🔴": Grade.CRITICAL,
    "🟠": Grade.IMPORTANT,
    "🟡": Grade.MEDIUM,
    "🟢": Grade.LOW,
    "🔵": Grade.LOW,
    "⚪": Grade.LOW,
}


@remember
def grade(raw: str) -> Grade | None:
    """Give the grade a heading or bold line names. Words decide before marks, which mean different things to people."""
    text = _affirmed(inline.plain(raw))
    return _word(text) or _level(text) or next((_MARKS[char] for char in raw if char in _MARKS), None)


def _affirmed(text: str) -> str:
    """Give a text without what it denies: of "Known errors (not critical)" the error remains."""
    return _NEGATED.sub(" ", text[:_LONGEST])


def _word(text: str) -> Grade | None:
    """Give the first word that grades, without those that only advise."""
    found = _WORDS.find(text)
    if len(found) and _ADVICE.find(text):
        advised = {each.place for each in _ADVISED.find(text)}
        found = tuple(each for each in found if each.place not in advised)
    first = min(found, key=lambda found: (found.place, -found.length, found.rank), default=None)
    return first.meaning if first else None


def grades(raw: str) -> set[Grade]:
    """Give the grade a heading names, and P0 wherever in it: "Critical bugs (P0)" tells what P1 means."""
    named = grade(raw)
    has_p0 = "0" in raw and any(found.meaning is Grade.P0 for found in _WORDS.find(inline.plain(raw)))
    return {each for each in (named, Grade.P0 if has_p0 else None) if each}


def own_grade(raw: str) -> Grade | None:
    """Give the grade a cell, or a remark beside an item, is; none if it says anything more."""
    text = inline.title(raw)
    if not text:
        return next((_MARKS[char] for char in raw if char in _MARKS), None)
    is_all = len(text) < 40 and (_WORDS.fill(text) or _fills(text))
    return grade(raw) if is_all else None


def in_column(cell: str) -> Grade | None:
    """Give the grade of a cell in a column of priorities, where "A" or "1" is enough."""
    return _SHORT.get(cell.strip(" *").casefold()) or grade(cell)


def own_mark(words: str) -> Grade | None:
    """Give the grade an entry names before its words: "[P0] Rotate keys", "🔴 Rotate keys", "**High:** Add a lock"."""
    first = words[:1]
    if first in ("[", "(") and (end := words.find("]" if first == "[" else ")", 1, _MARK)) > 0:
        return own_grade(words[1:end])
    if first in _MARKS or first == "🚨":
        return _MARKS.get(first, Grade.CRITICAL)
    mark = _JOINT.search(words[:_LABEL])
    return own_grade(words[: mark.start()].rstrip("*")) if mark else None


def priority(note: str) -> Grade | None:
    """Give the grade of a line below an entry that says nothing else: "Priority: P1"."""
    name, colon, words = note[:_LABEL].replace("：", ":").partition(":")
    return own_grade(words) if colon and _GRADED.fill(name) else None


def is_heading_of_tier(raw: str) -> bool:
    """Answer whether a heading names what must or should be done, and nothing else: "🔴 P0: must fix", "High priority
    (30 days)", "Must fix before launch"; not "Critical issues"."""
    if grade(raw) is None:
        return False
    head, _ = inline.tail(inline.title(raw))
    if own_grade(head) is not None:
        return True
    found = min(_WORDS.find(head), key=lambda found: (found.place, -found.length), default=None)
    if found is None or found.place > 0 or len(head) > 60:
        return False
    return found.length > 1 or found.meaning in _NUMBERED


_SHORT = {
    "0": Grade.P0,
    **dict.fromkeys(("1", "a"), Grade.FIRST),
    **dict.fromkeys(("2", "b"), Grade.SECOND),
    **dict.fromkeys(("3", "4", "5", "c", "d"), Grade.THIRD),
}
_NUMBERED = (Grade.P0, Grade.FIRST, Grade.SECOND, Grade.THIRD)


@dataclass(frozen=True, slots=True)
class Scale:
    """How the words of one document stand to each other."""

    has_critical: bool = False
    has_p0: bool = False

    @classmethod
    def of(cls, grades: Iterable[Grade | None]) -> Scale:
        """Give the scale of a document that prints these grades."""
        return cls().extended(grades)

    def extended(self, grades: Iterable[Grade | None]) -> Scale:
        """Give the scale of a document, or a table in it, that prints these grades too."""
        printed = set(grades)
        return Scale(self.has_critical or Grade.CRITICAL in printed, self.has_p0 or Grade.P0 in printed)

    def tier(self, grade: Grade | None) -> Tier | None:
        """Give the tier a grade stands for on this scale."""
        if grade is Grade.HIGH:
            return Tier.IMPORTANT if self.has_critical else Tier.CRITICAL
        if self.has_p0 and grade in _BELOW_P0:
            return _BELOW_P0[grade]
        return _TIERS[grade] if grade else None


_BELOW_P0 = {Grade.FIRST: Tier.IMPORTANT, Grade.SECOND: Tier.NICE, Grade.THIRD: Tier.NICE}
_TIERS = {
    Grade.CRITICAL: Tier.CRITICAL,
    Grade.P0: Tier.CRITICAL,
    Grade.FIRST: Tier.CRITICAL,
    Grade.IMPORTANT: Tier.IMPORTANT,
    Grade.MEDIUM: Tier.IMPORTANT,
    Grade.SECOND: Tier.IMPORTANT,
    Grade.LOW: Tier.NICE,
    Grade.NICE: Tier.NICE,
    Grade.THIRD: Tier.NICE,
}


def _level(text: str) -> Grade | None:
    if _LEVELS.earliest(text) is None:
        return None
    head, remark = inline.tail(text)
    if _GRADED.first(text):
        return _LEVELS.earliest(text)
    return next((_LEVELS.earliest(part) for part in (head, remark) if _LEVELS.fill(part)), None)


def _fills(text: str) -> bool:
    if _LEVELS.earliest(text) is None:
        return False
    return _LEVELS.fill(text) or (len(text.split()) <= 3 and _GRADED.first(text) is not None)
