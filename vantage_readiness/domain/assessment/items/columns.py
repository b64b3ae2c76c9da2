"""What the columns of a table may hold, by the words of its header, in nine languages."""

from __future__ import annotations

from enum import Enum

from ..vocabulary.phrases import Phrases


class Column(Enum):
    """What a column of a table holds."""

    NUMBER = "number"
    MEASURE = "measure"
    SCORE = "score"
    STATE = "state"
    TIER = "tier"
    EFFORT = "effort"
    AREA = "area"
    RISK = "risk"
    NAME = "name"
    ITEM = "item"
    PERSON = "person"
    SIGNATURE = "signature"
    MONEY = "money"
    COUNT = "count"


COLUMNS: Phrases[Column] = Phrases(
    {
        Column.NUMBER: "no|nr|id|ref|num|numero|n|lp|序号|编号|番号",
        Column.SIGNATURE: (
            "signature|signed|approver|sign off|unterschrift|firma|assinatura|подпись|podpis|签字|签名|署名"
            "|承認者|approved by"
        ),
        Column.MEASURE: (
            "metric*|target*|actual|threshold*|kpi*|objective*|goal*|baseline|slo|sla|before|after|measured"
            "|current|trend"
            "|ziel*|zielwert|istwert|aktuell|kennzahl*|objectif*|actuel*|cible*|metrique*|indicateur*|meta"
            "|metas|atual"
            "|metrica*|objetivo*|indicador*|цель|целевое|текущ*|факт|показатель|метрика|cel|obecn*|metryka|wskaznik*"
            "|目标|当前|实际|指标|現状|目標|実績|指標|previous"
        ),
        Column.RISK: (
            "risk|risks|probability|likelihood|mitigation|risiko|eintrittswahrscheinlichkeit|massnahme gegen"
            "|risque|probabilite"
            "|attenuation|riesgo|probabilidad|mitigacion|risco|probabilidade|mitigacao|риск|вероятность|ryzyko"
            "|prawdopodobienstwo|风险|概率|リスク|確率"
        ),
        Column.MONEY: (
            "cost|costs|price|budget|kosten|preis|cout|prix|costo|coste|precio|custo|preco|стоимость|цена"
            "|koszt|cena|成本|费用|価格"
        ),
        Column.COUNT: "count|anzahl|nombre|cantidad|quantidade|количество|liczba|数量|件数",
        Column.SCORE: (
            "score*|grade|rating|points|note|punkte|bewertung|puntuacion|nota|pontuacao|оценка|балл*|ocena"
            "|wynik|评分|得分|分数|スコア|点数"
        ),
        Column.TIER: (
            "priority|prio|severity|tier|criticality|importance|prioritat|schweregrad|priorite|severite"
            "|prioridad|severidad|prioridade|severidade|приоритет|важность|priorytet|优先级|严重程度|優先度"
            "|重要度"
        ),
        Column.EFFORT: (
            "effort|estimate|estimation|time estimate|hours|aufwand|charge|effort estime|esfuerzo|esforco"
            "|трудоемкость|pracochlonnosc|naklad|工作量|工时|工数"
        ),
        Column.STATE: (
            "status|state|done|complete|completed|checked|result|ready|pass|passed|pass fail|y n|yes no"
            "|verified|implemented"
            "|zustand|stand|ergebnis|erledigt|umgesetzt|statut|etat|fait|resultat|estado|hecho|completado"
            "|cumple|resultado"
            "|feito|concluido|situacao|статус|состояние|выполнено|готово|результат|stan|wykonane|zrobione"
            "|gotowe|wynik"
            "|状态|完成|完成情况|是否完成|结果|状態|ステータス|結果|進捗"
        ),
        Column.PERSON: (
            "owner|assignee|responsible|role|name and title|verantwortlich*|zustandig|responsable|responsavel"
            "|ответственный|odpowiedzialny|负责人|担当*"
        ),
        Column.ITEM: (
            "item|items|task*|check|checks|check name|requirement*|criterion|criteria|control|action|actions"
            "|todo|step|test"
            "|punkt|prufpunkt*|aufgabe*|anforderung*|massnahme|kriterium|tache*|exigence*|critere*|point"
            "|verification|tarea*"
            "|requisito*|criterio*|punto|tarefa*|verificacao|задача|пункт|требование|проверка|критерий|действие"
            "|zadanie"
            "|wymaganie|kryterium|sprawdzenie|检查项|检查内容|任务|项目|要求|事项|チェック項目|項目|タスク"
            "|確認事項|要件"
        ),
        Column.NAME: (
            "component*|feature*|service*|module*|name|title|description|deliverable*|capability|komponente*"
            "|funktion*|modul*"
            "|bezeichnung|beschreibung|composant*|fonctionnalite*|module*|description|nom|componente*|funcionalidad*"
            "|descripcion|nombre|funcionalidade*|descricao|nome|компонент*|функци*|название|описание|komponent*"
            "|funkcj*"
            "|nazwa|opis|组件|功能|模块|名称|描述|コンポーネント|機能|名称|説明"
        ),
        Column.AREA: (
            "area|category|section|domain|bereich|kategorie|domaine|categorie|categoria|dominio|область"
            "|категория|раздел|obszar|kategoria|类别|领域|カテゴリ|分野"
        ),
    }
)
