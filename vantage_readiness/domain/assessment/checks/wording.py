"""The words the checks go by, as data, in the languages the reader knows."""

from __future__ import annotations

import re

from ..vocabulary.lexicon import Family

# First cell of a row that closes a table, or a label before its result.
TOTAL = Family(
    "total*|sum|grand total|overall*|gesamt*|summe*|insgesamt|somme|note globale|suma|razem|łącznie|ogółem|"
    "общая готовность|общая оценка|общий итог|итого|всего|итог|в сумме|总计|合计|总分|总和|共计|合計|総計|総合"
)
MEAN = Family("average*|mean|avg|durchschnitt*|mittelwert*|moyenne*|promedio*|media|média*|średni*|средн*|平均*")
WEIGHT = Family(
    "weight|weights|weighting|gewicht|gewichtung|poids|pondération|coefficient*|peso|pesos|ponderación|"
    "ponderação|вес|веса|waga|wagi|权重|占比|重み|ウェイト"
)
SCORE = Family(
    "score*|rating*|grade*|points|result*|note|notes|punkte|bewertung|wert|puntuación|puntaje|nota|pontuação|"
    "оценка|балл*|ocena|punkty|wynik|得分|评分|分数|点数|スコア|評価|contribution*|weighted*|gewichtet*|pondéré*|ponderad*|"
    "взвеш*|ważon*|加权*|complet*|progress*|fortschritt|avancement|progreso|прогресс|готовность|postęp|完成度|进度"
)
WEIGHTED = Family("weighted*|contribution*|gewichtet*|pondéré*|ponderad*|взвеш*|ważon*|加权*|加重*")
# A share or a rate of the whole is neither the sum nor the mean of its parts; parts named so are counted twice.
RATES = Family(
    "rate|rates|ratio|coverage|latency|p50|p95|p99|max*|min|minimum|peak|median*|uptime|year|quote|anteil|"
    "taux|tasa|taxa"
)
PART_OF = Family("of which|thereof|davon|dont|de los cuales|including|incl|в том числе|w tym|其中")

DONE = Family(
    "complete|completed|done|finished|closed|fixed|resolved|passed|implemented|ready|checked|ticked|"
    "abgeschlossen|erledigt|fertig|behoben|umgesetzt|terminé*|fait*|validé*|achevé*|résolu*|completad*|hech*|"
    "terminad*|resuelt*|concluíd*|feit*|resolvid*|готово|выполнен*|завершен*|завершён*|закрыт*|исправлен*|"
    "zrobion*|ukończon*|zakończon*|完成|已完成|已解决|完了|対応済み|解決済み"
)
# The same without words that are said of a thing in use: "ready", "passed".
FINISHED = Family(
    "complete|completed|done|finished|closed|fixed|resolved|implemented|umgesetzt|implementad*|implémenté*|реализован*|"
    "abgeschlossen|erledigt|fertig|behoben|terminé*|validé*|achevé*|"
    "résolu*|completad*|terminad*|resuelt*|concluíd*|resolvid*|выполнен*|завершен*|завершён*|исправлен*|zrobion*|ukończon*|"
    "zakończon*|已完成|已解决|全部完成|完了|対応済み|解決済み"
)
STATUS = Family("status|state|statut|stand|estado|статус|状态|状況|ステータス")
ALL = Family("all|every|100|alle|sämtliche|tous|toutes|todos|todas|все|wszystkie|全部|すべて")
NOT_YET = Family(
    "not|to be|must be|should be|nearly|almost|partially|definition|criteria|when|until|once|after|before|if|"
    "unless|without|nicht|noch|fast|teilweise|sobald|wenn|nach|pas|presque|avant|après|si|quand|no|casi|"
    "cuando|antes|después|não|quase|depois|не|почти|если|после|до|nie|prawie|po|gdy|jeśli|未|尚未"
)

# Words that say what is done to a thing, or that stand in any sentence, not which thing it is.
_COMMON = frozenset(
    "the and for with from that this into onto all any its our your per via a an of to in on at by is are be or as "
    "add added implement implemented implementation set setup up configure configured configuration create created "
    "enable enabled ensure establish define introduce use using provide proper properly production comprehensive full "
    "complete basic strong specific system process support service strategy missing no not none lack lacks lacking "
    "without absent limited insufficient incomplete unavailable needed required "
    "der die das den dem ein eine einen einer für und mit von im in am zu einrichten implementieren hinzufügen "
    "konfigurieren kein keine keinen keiner fehlt fehlen fehlende fehlender fehlendes nicht ohne "
    "le la les un une des du de pour et avec en dans ajouter configurer mettre place implémenter pas aucun aucune "
    "manque manquant manquante absence sans "
    "el los las una unos para con por y añadir agregar configurar implementar falta faltan sin ningún ninguna "
    "o os as um uma e com por adicionar não sem "
    "и в на для с из по добавить настроить нет отсутствует без не "
    "i w na dla z do dodać skonfigurować wdrożyć brak bez nie".split()
)
# One of these alone names a whole field of work, so two lines that share no more speak of different things.
_BROAD = frozenset(
    "monitoring logging testing test security performance documentation caching cache backup deployment database data "
    "authentication authorization scalability quality compliance infrastructure architecture observability operation "
    "analytic access privacy review training release api code error audit encryption validation".split()
)
_WORD = re.compile(r"[^\W_]+")


def core(words: str) -> frozenset[str]:
    """Give the words of a line that say which thing it speaks of; none where they name but a field of work."""
    found = frozenset(
        word.removesuffix("s") for word in _WORD.findall(words.casefold()) if word not in _COMMON and len(word) > 1
    )
    return frozenset() if len(found) == 1 and found <= _BROAD else found
