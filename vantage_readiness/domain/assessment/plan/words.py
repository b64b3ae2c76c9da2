"""The words around plans, as data: what makes a list of phases the plan, and what makes it history."""

from __future__ import annotations

from ..vocabulary.lexicon import Family

PLAN = Family(
    "plan|plans|planning|planned|roadmap*|road map|timeline*|milestone*|schedule|strategy|rollout*|roll out|launch"
    "|phased|phases|phasing|stages|next steps|action items|implementation|deployment plan|path to*|way forward"
    "|time to*|fix list|priorities|prioritized|remediation|work plan|sprint plan|sequence|execution|steps to*"
    "|action plan|go to production|critical path|weekly|week by week|plan*|maßnahmen*|zeitplan|fahrplan|umsetzung*"
    "|nächste schritte|einführung*|phasenplan|etappen*|vorgehen*|stufenplan|feuille de route|calendrier|échéancier"
    "|jalons|étapes|prochaines étapes|mise en œuvre|mise en oeuvre|déploiement|stratégie|planification|hoja de ruta"
    "|cronograma|calendario|hitos|próximos pasos|implementación|fases|etapas|estrategia|despliegue|planificación"
    "|lanzamiento|roteiro|marcos|próximos passos|implementação|implantação|estratégia|planejamento|lançamento"
    "|дорожная карта|план*|график|этап*|вехи|следующие шаги|внедрен*|фазы|стратеги*|развертыван*|сроки|harmonogram*"
    "|mapa drogowa|etapy|kamienie milowe|następne kroki|kolejne kroki|wdrożeni*|strategi*|fazy|路线图|计划|时间表"
    "|时间安排|日程|时间线|里程碑|下一步|进度|规划|阶段|实施|方案|ロードマップ|計画|スケジュール|マイルストーン|次のステップ"
    "|フェーズ|実施|工程"
)
HISTORY = Family(
    "history|changelog|change log|log|diary|journal|updates|previous*|past|lessons|retrospective|archive"
    "|status report|weekly report|progress report|work done|completed work|what was done|what we did|accomplish*"
    "|achievements|verlauf|historie|rückblick|protokoll|änderungen|bisher*|erledigte*|historique|journal de bord"
    "|bilan|réalisé*|historial|registro|logros|histórico|concluíd*|история|журнал|выполненн*|ретроспектив*|historia"
    "|dziennik|wykonane|历史|日志|更新记录|已完成的工作|回顾|履歴|振り返り|完了済み"
)
LENGTH = Family(
    "duration|estimated duration|timeline|timeframe|time frame|length|dauer|zeitrahmen|zeitraum|durée|délai|duración"
    "|plazo|duração|prazo|длительность|продолжительность|срок*|czas trwania|时长|工期|周期|期間"
)
HEADLINE = Family(
    "time to production*|time to launch|time to go live|time to market|time to prod|time until production"
    "|time to ready|time to release|estimated time to*|time to production ready|production timeline"
    "|timeline to production|launch timeline|eta to production|zeit bis zur produktion|zeit bis produktion"
    "|zeit bis go live|zeit bis zum go live|zeit bis zur produktionsreife|dauer bis*|délai de mise en production"
    "|délai avant production|temps avant production|temps jusqu à la production|délai estimé|tiempo hasta producción"
    "|tiempo hasta la producción|tiempo a producción|tiempo estimado a producción|tiempo para producción"
    "|tempo até produção|tempo até a produção|tempo para produção|prazo para produção|время до продакшена"
    "|время до продакшн*|время до запуска|время до выхода|срок до запуска|до готовности|czas do produkcji"
    "|czas do wdrożenia|czas do uruchomienia|上线时间|距离上线|预计上线|上线周期|投产时间|本番までの期間"
    "|本番リリースまで|リリースまでの期間|本番稼働まで"
)
# Of several times to production, this is the one the document means.
RECOMMENDED = Family(
    "recommended|realistic|expected|likely|empfohlen*|realistisch*|recommandé*|réaliste|recomendad*|realista"
    "|рекомендуем*|реалистичн*|zalecan*|realistyczn*|推荐|建议|推奨|現実的"
)
TOTAL_TIME = Family(
    "timeline|total duration|total time|estimated timeline|overall timeline|recommended timeline|total timeline"
    "|estimated total|total effort duration|conservative estimate|realistic estimate|zeitplan|gesamtdauer|zeitrahmen"
    "|durée totale|calendrier|délai|duración total|plazo|plazo total|cronograma|duração total|prazo|prazo total"
    "|общий срок|срок*|сроки|łączny czas|czas łączny|harmonogram|总工期|总时长|预计周期|总周期|全体期間|合計期間"
    "|総期間"
)
# Horizons say by when something is advised; they are no phases with a length.
HORIZON = Family(
    "short term|medium term|mid term|long term|near term|kurzfristig*|mittelfristig*|langfristig*|court terme"
    "|moyen terme|long terme|corto plazo|mediano plazo|medio plazo|largo plazo|curto prazo|médio prazo|longo prazo"
    "|краткосрочн*|среднесрочн*|долгосрочн*|krótkoterminow*|średnioterminow*|długoterminow*|短期|中期|长期|長期"
)
