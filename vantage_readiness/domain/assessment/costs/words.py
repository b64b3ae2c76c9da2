"""The words around money, as data: what makes an amount a cost, a total, or no cost at all."""

from __future__ import annotations

from ..vocabulary.lexicon import Family

COST = Family(
    "cost|costs|costing|budget*|expense*|expenditure*|spend|spending|bill|investment|investments|investition*|price tag"
    "|kosten*|aufwendungen|ausgaben|betriebskosten|coût*|dépense*|costo|costos|coste|costes|gasto*|presupuesto*"
    "|inversión|custo|custos|despesa*|orçamento*|investimento|стоимост*|затрат*|расход*|бюджет*|koszt*|wydat*|budżet*"
    "|成本|预算|费用|花费|开支|コスト|費用|予算|経費"
)
# Money under one of these is no cost, whatever stands around it.
NO_COST = Family(
    "revenue*|income|profit*|saving*|saved|earn*|roi|return|returns|pricing*|price|prices|arr|mrr|ltv|cac|arpu|sales"
    "|gmv|tvl|target|goal|limit*|cap|loss|losses|fine|fines|penalty|penalties|fraud|valuation|benefit*|refund*"
    "|transaction value|order value|customer value|exposure|deposit*|payout*|umsatz*|einnahme*|gewinn*|ersparnis*"
    "|einsparung*|preis*|ziel*|grenzwert*|verlust*|strafe*|bußgeld*|nutzen|revenu*|recette*|bénéfice*|économie*"
    "|tarif*|prix|objectif*|limite*|plafond|perte*|amende*|chiffre d affaires|ingreso*|ganancia*|ahorro*|precio*"
    "|objetivo*|límite*|pérdida*|multa*|beneficio*|receita*|lucro*|economia|preço*|meta|limites|perda*|выручк*|доход*"
    "|прибыл*|экономи*|цен*|цел*|лимит*|убыт*|штраф*|przych*|zysk*|oszczędnoś*|cen*|cel|strat*|kar[ay]|收入|营收|利润"
    "|节省|定价|价格|售价|目标|限额|上限|损失|罚款|回报|収入|売上|利益|節約|削減|価格|料金体系|目標|損失|罰金"
)
TOTAL = Family(
    "total*|subtotal*|sum|grand total|sub total|all in|gesamt*|summe|zwischensumme|insgesamt|somme|sous total"
    "|ensemble|totale|totaux|suma|totales|totais|итог*|всего|сумма|razem|łącznie|ogółem|合计|总计|总额|总成本|总费用"
    "|小计|共计|合計|総額|総計|小計"
)
# Columns of cost tables.
LOW_COLUMN = Family(
    "low|min|minimum|minimal|from|best case|niedrig|von|bas|bajo|mínimo|baixo|мин*|от|минимум|od|最低|最小"
)
HIGH_COLUMN = Family("high|max|maximum|maximal|to|worst case|hoch|bis|haut|alto|máximo|макс*|до|максимум|do|最高|最大")
AMOUNT_COLUMN = Family(
    "amount|price|monthly|month|yearly|annual|one time|one off|setup|einmalig*|ponctuel*|únic*|разов*"
    "|jednoraz*|一次性|初期|estimate*|usd|eur|gbp|betrag|monatlich*|jährlich*|montant|prix"
    "|mensuel*|annuel*|importe|monto|mensual*|precio|valor|mensal|preço|сумма|цена|в месяц|kwota|cena|miesięcz*|金额"
    "|价格|月费|每月|金額|月額|価格|料金"
)
