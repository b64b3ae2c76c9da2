"""A go while criticals are open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...words import Severity
from ..markdown import inline
from ..markdown.blocks import BlockKind
from ..model import Finding
from ..vocabulary.lexicon import Family
from ..vocabulary.meanings import Topic
from .basis import Document, is_open_critical, lines, said

_LONGEST = 200
_PLACES = (Topic.TITLE, Topic.SUMMARY, Topic.VERDICT)
_LABEL = Family(
    "status|overall status|recommendation|verdict|decision|conclusion|result|go no go|go live*|approval|"
    "release decision|readiness|production readiness|empfehlung|freigabe|entscheidung|fazit|statut|"
    "décision|recommandation|avis|estado|decisión|recomendación|recomendação|decisão|статус|решение|рекомендация|zalecenie|decyzja|结论|状态|建议|判定"
)
_GO = Family(
    "ready for production|production ready|ready for launch|ready to launch|ready for deployment|ready to deploy|"
    "ready for go live|ready to go live|approved|approved for production|go|freigegeben|produktionsreif|"
    "bereit für produktion|prêt pour la production|prêt pour production|approuvé|listo para producción|aprobado|"
    "pronto para produção|aprovado|готов к продакшену|одобрено|"
    "gotowy do produkcji|zatwierdzon*|可以上线|已批准|承認済み"
)
# Anything that makes the go depend on something, or takes it back.
_BUT = re.compile(
    r"\b(?:no|not|no-go|nogo|isn't|never|after|once|when|until|if|unless|but|except|pending|conditional\w{0,4}|nearly|"
    r"almost|approaching|partial\w{0,2}|soft|limited|beta|pilot|staging|with|should|will|can|could|would|needs?|required?|"
    r"requires|path|becoming|becomes|before|to be|target|goal|nicht|nach|sobald|wenn|fast|mit|bedingt|unter|vorbehalt|"
    r"pas|après|si|presque|sous|avec|no|sin|tras|cuando|casi|con|não|após|se|com|quase|не|после|если|почти|nie|po|jeśli)\b"
    r"|\d\s?%|[?🟡🟠⚠❌⏳]|\d\s?/\s?\d|尚未|未|需要|之后|后",
    re.IGNORECASE,
)


def approvals(document: Document) -> Iterator[Finding]:
    """Name the lines that give a plain go while the checklist has open criticals."""
    criticals = [item for item in document.items if is_open_critical(item)]
    given = list(_given(document)) if criticals else []
    if given:
        n = len(criticals)
        waits = f"{said(criticals[0].title)} is critical and open" if n == 1 else f"{n} critical items are open"
        message = f"The document says {said(given[0][0])}, but {waits}."
        numbers = lines(*(line for _, line in given), *(item.line for item in criticals))
        yield Finding("approved-while-open", Severity.CRITICAL, message, numbers)


def _given(document: Document) -> Iterator[tuple[str, int]]:
    for each in document.placed:
        for block in each.section.blocks if each.topic in _PLACES else ():
            if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
                continue
            for line, raw in block.own_lines:
                if ":" in raw[:_LONGEST] and len(raw) <= _LONGEST and _is_go(inline.plain(raw)):
                    yield inline.title(raw), line


def _is_go(words: str) -> bool:
    """Answer whether a labelled line gives a go without conditions: "Status: approved for production"."""
    label, _, answer = words.partition(":")
    return len(label.split()) <= 5 and _LABEL.stands_in(label) and _GO.stands_in(answer) and _BUT.search(answer) is None
