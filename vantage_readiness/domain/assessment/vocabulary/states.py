"""What an entry or cell prints about its own state: boxes, marks and words. A tick is the assessor's claim."""

from __future__ import annotations

import re

from ..markdown import inline
from ..memory import remember
from ..model import State
from .phrases import Phrases

_DONE, _PARTIAL, _OPEN = State.DONE, State.PARTIAL, State.OPEN
_BOX = re.compile(r"\\?\[([^\[\]\\]{0,3})\\?\](?=\s|$)")
_IN_BOX = {
    **dict.fromkeys(["", " ", "\xa0", "  ", "_", "!", "?", ">", "❌", "✗", "✘", "⏳"], _OPEN),
    **dict.fromkeys(["x", "X", "х", "Х", "v", "V", "✓", "✔", "✔️", "✅", "☑", "☑️", "*", "+"], _DONE),
    **dict.fromkeys(["-", "~", "/", "o", ".", "⚠", "⚠️", "🔄", "🚧", "🟡", "±"], _PARTIAL),
}
_BOX_SIGNS = {
    **dict.fromkeys("☐□▢◻⬜🔲❏❑", _OPEN),
    **dict.fromkeys("☑☒🗹🗵", _DONE),
}
_TICKS = {**dict.fromkeys("✓✔", _DONE), **dict.fromkeys("✗✘", _OPEN)}
_MARKS = {
    **_BOX_SIGNS,
    **_TICKS,
    **dict.fromkeys("✅🟢👍💯🆗", _DONE),
    **dict.fromkeys("❌✖❎🔴⛔🚫⏳⌛⏰🔜⏸🕐📋🛑⭕", _OPEN),
    **dict.fromkeys("⚠🟡🟠🔄🚧◐🔶🔧🏗", _PARTIAL),
}
_SHORTCODE = re.compile(r":[a-z_]{1,30}:")
_SHORTCODES = {
    ":white_check_mark:": "✅", ":heavy_check_mark:": "✔", ":ballot_box_with_check:": "☑", ":x:": "❌",
    ":negative_squared_cross_mark:": "❎", ":warning:": "⚠", ":construction:": "🚧", ":red_circle:": "🔴",
    ":large_orange_diamond:": "🟠", ":yellow_circle:": "🟡", ":green_circle:": "🟢", ":hourglass:": "⏳",
    ":hourglass_flowing_sand:": "⏳", ":no_entry:": "⛔",
}  # fmt: skip
_FIRST = frozenset("[\\") | frozenset(_BOX_SIGNS)
_SILENT = " \t\xa0*_\ufe0e\ufe0f"

WORDS: Phrases[State] = Phrases(
    {
        _OPEN: (
            "open|pending|todo|to do|not*|no|none|never|missing|needs|need|needed|required|waiting|blocked"
            "|failed|fail|fails|failing"
            "|planned|scheduled|tbd|upcoming|absent|insufficient|incomplete|unresolved|outstanding|next|future"
            "|critical"
            "|offen|nein|nicht*|fehlt|fehlend|ausstehend|geplant|blockiert|erforderlich|non|a faire|en attente"
            "|manquant*"
            "|absente*|prevu*|bloque|pas|pas encore|a venir|a tester|a verifier|no iniciado|pendiente*|falta*"
            "|por hacer|bloqueado"
            "|sin*|planificado|pendente*|nao|a fazer|planejado|ausente|faltando|нет|не|ожида*|отсутству*"
            "|заплан*|открыт*"
            "|требуется|предстоит|do zrobienia|brak|brakuje|nie|oczek*|otwart*|zaplanowan*|未|未完成|未开始|待"
            "|没有|缺失|无|否"
            "|计划中|阻塞|未着手|未実装|未対応|未実施|なし|予定|必要"
        ),
        _PARTIAL: (
            "partial*|partly|in progress|wip|ongoing|started|mostly|almost|improving|draft|under way|underway"
            "|in review"
            "|needs improvement|needs work|teilweise|in arbeit|laufend|begonnen|partiel*|en cours|commence|parcial*"
            "|en progreso|en curso|en proceso|iniciado|em andamento|em progresso|частичн*|в процессе|в работе|начат*"
            "|czesciow*|w trakcie|w toku|rozpoczet*|部分|进行中|进行|部分完成|一部|進行中|作業中|対応中"
        ),
        _DONE: (
            "done|complete|completed|pass|passed|passes|passing|ready|ok|okay|yes|y|implemented|fixed|resolved"
            "|verified"
            "|approved|live|met|configured|enabled|active|operational|working|good|excellent|exists|available"
            "|deployed"
            "|secure|secured|finished|closed|present|validated|compliant|achieved|tested|documented|accepted|strong"
            "|production ready|erledigt|fertig|ja|abgeschlossen|vorhanden|umgesetzt|erfullt|bereit|bestanden|behoben"
            "|fait|faite|termine*|oui|valide*|complet*|implemente*|pret|prete|resolu*|conforme|atteint*"
            "|depasse*|corrige*"
            "|hecho|completo|completa|completad*|listo|lista|si|implementad*|resuelto|cumple|cumplid*|terminad*"
            "|corregido"
            "|aprobado|verificado|feito|concluid*|pronto|sim|resolvid*|finalizad*|atendido|aprovado|corrigid*"
            "|готов*|да"
            "|выполнен*|реализован*|завершен*|исправлен*|есть|настроен*|работает|gotow*|tak|zrobion*|wykonan*"
            "|zakonczon*|wdrozon*|ukonczon*|naprawion*|dziala|完成|已|通过|就绪|是|良好|正常|合格|完了|済|はい"
            "|対応済|実装済|達成"
        ),
    }
)


@remember
def task(words: str) -> tuple[State, str] | None:
    """Give the state and the words of an entry with a box of its own: "[x] Add rate limiting", "☐ Add it"."""
    if not words or words[0] not in _FIRST:
        return None
    if (sign := _BOX_SIGNS.get(words[0])) is not None:
        rest = words[1:].lstrip(_SILENT)
        return None if rest and _boxes(rest) else (sign, rest.rstrip())
    found = _BOX.match(words)
    state = _IN_BOX.get(found[1]) if found else None
    return (state, words[found.end() :].strip()) if found and state else None


def tick(words: str) -> tuple[State, str] | None:
    """Give the state and the words of a line that begins with a bare tick or cross: "✓ Safety goals defined"."""
    if words[:1] not in _TICKS:
        return None
    return _TICKS[words[0]], words[1:].lstrip(_SILENT)


@remember
def marked(words: str) -> tuple[State, str] | None:
    """Give the state and the words of an entry that begins with a mark: "✅ **Login** works", "⏳ TODO"."""
    text = _signs(words).lstrip(_SILENT)
    if not text or text[0] not in _MARKS:
        return None
    return _MARKS[text[0]], text[1:].lstrip(_SILENT)


def in_cell(raw: str) -> State | None:
    """Give the state a cell prints. Several boxes are a choice nobody made; words decide before marks."""
    text = _signs(raw)
    boxes = _boxes(text)
    if boxes > 1:
        chosen = sum(text.count(sign) for sign in "☑☒")
        return _OPEN if chosen != 1 else WORDS.earliest(re.split("[☑☒]", text, maxsplit=1)[1].partition("☐")[0])
    if found := task(text.strip()):
        return found[0]
    return WORDS.earliest(inline.plain(text)) or next((_MARKS[char] for char in text if char in _MARKS), None)


def has_box(raw: str) -> bool:
    """Answer whether a cell is a box to be ticked."""
    text = raw.strip()
    return bool(text) and (text[0] in _BOX_SIGNS or _BOX.match(text) is not None)


def _boxes(text: str) -> int:
    return sum(text.count(sign) for sign in "☐☑☒") + sum(text.count(box) for box in ("[ ]", "[x]", "[X]"))


def _signs(raw: str) -> str:
    return _SHORTCODE.sub(lambda code: _SHORTCODES.get(code[0], code[0]), raw) if ":" in raw else raw
