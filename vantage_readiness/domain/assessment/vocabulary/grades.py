"""The words that grade, in nine languages, as data."""

from __future__ import annotations

from enum import Enum

from .phrases import Phrases


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


WORDS: Phrases[Grade] = Phrases(
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
LEVELS: Phrases[Grade] = Phrases(
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
GRADED: Phrases[bool] = Phrases(
    {
        True: (
            "priority|prio|severity|impact|importance|prioritat|schweregrad|priorite*|severite|prioridad*|severidad*"
            "|gravedad|gravidade|prioridade*|приоритет*|важност*|priorytet*|waga|优先级|优先|严重程度|優先度"
            "|優先|重要度|risk"
            "|risiko|risque|riesgo|risco|риск*|ryzyko|风险|リスク"
        )
    }
)
# "Required actions" and "Option A (recommended)" say nothing about what matters more.
ADVISED: Phrases[bool] = Phrases(
    {
        True: (
            "required|recommended|empfohlen*|notwendig*|recommande*|recomendad*|рекомендуем*|необходим*|zalecane"
            "|niezbedn*|推荐|推奨"
        )
    }
)
ADVICE: Phrases[bool] = Phrases(
    {
        True: (
            "action|actions|plan|timeline|approach|option|options|alternative|massnahmen|vorgehen|variante*"
            "|acciones|accion|opcion|opciones|acoes|acao|opcao|opcoes|действия|вариант*|dzialania|opcja|opcje"
            "|行动|计划|方案|选项|計画|オプション"
        )
    }
)
