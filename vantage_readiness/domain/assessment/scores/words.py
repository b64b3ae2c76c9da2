"""The words around scores, as data: which make one the overall score, and which make it something else."""

from __future__ import annotations

from ..vocabulary.lexicon import Family

# A score under one of these is how ready the whole is.
OVERALL = Family(
    "overall*|total score|total weighted*|weighted total|total rating|final score|final grade|final rating|composite*"
    "|aggregate*|global score|global rating|combined score|readiness*|production ready|prod ready|grand total|gesamt*"
    "|insgesamt|endnote|produktionsreif*|produktionsbereit*|reifegrad*|einsatzbereit*|global*|note finale"
    "|note moyenne|note générale|moyenne générale|score final|score total|note totale|maturité*"
    "|prêt pour la production|préparation à la production|état de préparation|niveau de préparation|puntuación total"
    "|puntuación final|puntuación general|calificación final|calificación general|nota final|nota general|nota media"
    "|puntaje total|puntaje final|puntaje general|evaluación general|preparación para*|listo para*|valoración general"
    "|pontuação total|pontuação final|pontuação geral|nota geral|nota média|avaliação geral|prontidão*|pronto para*"
    "|общ*|итог*|готовност*|сводн*|суммарн*|интегральн*|ogóln*|łączn*|końcow*|gotowoś*|całkowit*|wynik końcowy|总分"
    "|总体*|总评*|综合*|整体*|总得分|最终评分|最终得分|就绪*|准备度|成熟度|合计得分|総合*|全体*|最終スコア|最終評価"
    "|合計点|合計スコア|準備度|準備状況|本番対応度|本番準備"
    "|genel skor|genel puan|toplam skor|toplam puan|punteggio complessivo|punteggio totale|voto complessivo"
    "|totaalscore|eindscore"
)
# These alone name a score, but not of what.
GENERIC = Family(
    "score|grade|rating|quality|quality score|maturity|maturity score|estimated score|assessment score|audit score"
    "|health score|current score|project score|bewertung|note|punktzahl|punkte|ergebnis|qualität|reife|évaluation"
    "|qualité|note attribuée|puntuación|puntaje|calificación|nota|valoración|calidad|resultado|pontuação|avaliação"
    "|qualidade|оценка|балл|рейтинг|качество|ocena|wynik|punktacja|jakość|评分|得分|分数|质量|质量评分|项目质量"
    "|项目评分|评级|評価|スコア|評点|点数|品質|品質スコア"
)
# These make it a part of the whole.
PART = Family(
    "security|performance|architecture|database|monitoring|observability|testing|test|tests|documentation|docs"
    "|scalability|code|frontend|front end|backend|back end|ui|ux|accessibility|a11y|seo|lighthouse|compliance"
    "|feature*|api|apis|operations|operational|devops|usability|maintainability|reliability|resilience|privacy|data"
    "|infrastructure|design|mobile|business|commercial|legal|technical|team|support|functionality|integration*"
    "|authentication|logging|backup*|ci|cd|dependency|dependencies|organizational|financial|category|section|module"
    "|sicherheit*|leistung*|architektur|datenbank|überwachung|dokumentation|skalierbarkeit|betrieb*|wartbarkeit"
    "|infrastruktur|barrierefreiheit|technisch*|organisatorisch*|rechtlich*|datenschutz|sécurité|base de données"
    "|surveillance|scalabilité|accessibilité|fonctionnalité*|conformité|technique|fiabilité|observabilité|seguridad"
    "|rendimiento|arquitectura|base de datos|monitoreo|pruebas|documentación|escalabilidad|infraestructura"
    "|accesibilidad|técnic*|segurança|desempenho|arquitetura|banco de dados|monitoramento|testes|documentação"
    "|escalabilidade|infraestrutura|acessibilidade|безопасност*|производительност*|архитектур*|мониторинг*"
    "|тестирован*|документац*|масштабируем*|инфраструктур*|код*|надежност*|надёжност*|техническ*|bezpieczeństw*"
    "|wydajnoś*|architektur*|monitorowani*|testow*|dokumentacj*|skalowalnoś*|infrastruktur*|kodu|techniczn*|安全|性能"
    "|架构|数据库|监控|测试|文档|可扩展|前端|后端|代码|部署|基础设施|合规|功能|セキュリティ|パフォーマンス"
    "|アーキテクチャ|データベース|監視|テスト|ドキュメント|拡張性|フロントエンド|バックエンド|コード|インフラ|機能"
)
# These make it another time's, or a wish.
OTHER = Family(
    "target*|goal*|objective*|threshold*|minimum|required|requirement*|passing score|previous*|prior|before|initial*"
    "|baseline|original|earlier|last assessment|was|past|history|historical|desired|aim|acceptable|ziel*|mindest*"
    "|schwelle*|vorher*|zuvor|bisher*|ursprünglich*|soll|cible*|objectif*|seuil*|précédent*|avant|initiale|ancien*"
    "|antérieur*|minimale|requis*|objetivo*|meta|umbral*|anterior*|antes|previ[ao]|inicial|mínim*|mínima|limiar|цел*"
    "|порог*|предыдущ*|раньше|ранее|до исправлен*|начальн*|исходн*|минимальн*|прежн*|cel|docelow*|próg|poprzedni*"
    "|przed|początkow*|minimaln*|wcześniej*|目标|目標|阈值|閾値|最低|之前|此前|以前|初始|上次|前回|改善前|修复前"
    "|优化前|改进前|改修前|原来"
)
# These make it what could be.
PROJECTED = Family(
    "projected*|projection*|forecast*|expected|potential|after fix*|after these|after implement*|after complet*"
    "|after remediation|after all|once fixed|post fix*|if fixed|with fixes|would|will|could|achievable"
    "|estimated after|after phase*|after critical*|erwartet*|prognose*|potenzial|potenziell*|nach behebung"
    "|nach umsetzung|nach abschluss|nach den|projeté*|projetée*|prévu*|prévision*|attendu*|potentiel*"
    "|après correction*|après mise*|après implément*|esperad*|proyectad*|prevista|potencial|tras corregir|después de"
    "|tras implementar|tras las|projetad*|após correç*|após implement*|depois de|прогноз*|ожидаем*|потенциал*"
    "|после исправлен*|после устранен*|после внедрен*|prognozowan*|oczekiwan*|potencjaln*|po poprawkach|po wdrożeniu"
    "|po naprawie|预计|预期|预测|修复后|完成后|改进后|优化后|实施后|予想|予測|見込|修正後|改善後|対応後|実施後"
)
# These make it another measure.
MEASURE = Family(
    "confidence|coverage|covered|pass rate|success rate|passed|passing|uptime|availability|accuracy|precision|recall"
    "|latency|cpu|memory|nps|slo|slos|sla|trl|lighthouse|improvement|increase*|utilization|error rate|reduction"
    "|discount|margin|probability|likelihood|industry|benchmark*|competitor*|peer*|risk score|risk|severity|cvss"
    "|satisfaction|adoption|weight|compliance rate|test score|bugs|commits|crash free|hit rate|churn|conversion"
    "|konfidenz|vertrauen|abdeckung|testabdeckung|erfolgsquote|verfügbarkeit|wahrscheinlichkeit|branche*|risiko"
    "|zuversicht|gewicht*|confiance|couverture|taux de réussite|taux|disponibilité|probabilité|risque|poids|confianza"
    "|cobertura|tasa de éxito|tasa|disponibilidad|probabilidad|riesgo|peso|confiança|taxa de sucesso|taxa"
    "|disponibilidade|probabilidade|risco|уверенност*|покрыти*|доступност*|вероятност*|риск*|доля|процент успе*"
    "|pewnoś*|pokryci*|dostępnoś*|prawdopodobieństw*|ryzyk*|skutecznoś*|置信度|信心|覆盖率|覆盖|通过率|成功率|合格率"
    "|可用性|可用率|概率|行业平均|风险|提升|权重|信頼度|確信度|カバレッジ|網羅率|稼働率|確率|業界|リスク|向上"
)
# These make it a count of what is done.
COUNT = Family(
    "complete*|completion|progress|done|passed|tests|items|checks|tasks|criteria|requirements|resolved|fixed"
    "|implemented|closed|verified|controls|issues|phases|files|endpoints|components|services|bugs|points of|blockers"
    "|answered|modules|sprints|steps|scenarios|milestones|integrated|working|ok|erledigt*|abgeschlossen*|fertig*"
    "|fortschritt*|bestanden|punkte erfüllt|aufgaben|kriterien|erfüllt*|umgesetzt*|terminé*|complété*|achevé*"
    "|avancement|progression|réussi*|critères|tâches|validé*|résolu*|completad*|progreso|avance|hech[ao]s?|superad*"
    "|criterios|tareas|cumplid*|concluíd*|progresso|feit[ao]s?|critérios|tarefas|aprovad*|завершен*|выполнен*"
    "|прогресс*|пройден*|задач*|критери*|сделан*|реализован*|ukończon*|zakończon*|postęp*|wykonan*|zaliczon*|zadań"
    "|kryteri*|zrobion*|完成*|进度|通过|已解决|任务|项目数|完了*|進捗*|達成*|済み|合格"
)
# The whole of it, completed by so much, is the next best where nothing says how ready it is.
COMPLETION = Family(
    "completion|complete|completeness|progress|fortschritt|fertigstellung*|avancement|progression|complétude"
    "|completado|completitud|progreso|avance|completo|completude|conclusão|progresso|завершен*|завершён*|прогресс"
    "|выполнен*|ukończen*|postęp*|完成度|进度|完成率|進捗*|達成率"
)
# A sentence that calls the product ready by so much says how ready the whole is.
READY = Family(
    "ready|readiness|production ready|launch ready|produktionsreif*|produktionsbereit*|bereit|einsatzbereit*|prêt"
    "|prête|listo|lista|preparad*|pronto|pronta|готов*|gotow*|就绪|可上线|可发布|準備完了|本番対応|本番投入可能"
    "|リリース可能"
)
# What is ready by so much under one of these is the whole.
STATUS = Family(
    "status|current status|overall status|state|current state|project status|verdict|stand|aktueller stand|statut|état"
    "|état actuel|statut actuel|estado|estado actual|estado atual|situação|veredicto|veredito|статус|состояние"
    "|текущий статус|stan|aktualny stan|状态|当前状态|现状|结论|状態|現状|ステータス|判定"
)
# Columns and rows of score tables.
SCORE_COLUMN = Family(
    "score*|rating*|grade*|points|readiness|ready|maturity|result|note|noten|punkt*|bewertung*|ergebnis|reifegrad"
    "|erfüllungsgrad|notes|évaluation|résultat|maturité|puntuaci*|puntaje*|puntos|calificaci*|nota|notas|valoraci*"
    "|pontua*|avaliaç*|pontos|оценк*|балл*|результат|готовност*|ocen*|wynik*|gotowoś*|得分|评分|分数|评级|成熟度"
    "|就绪度|评估|スコア|評価|点数|得点|評点|達成度"
)
WEIGHT_COLUMN = Family(
    "weight*|importance|gewicht*|poids|pondération|coefficient|coef|peso*|ponderaci*|ponderaç*|вес*|waga|wagi|权重"
    "|比重|重み|重み付け|ウェイト|配点|加重"
)
MAX_COLUMN = Family(
    "max|maximum|maximal|max score|max points|possible|possible points|out of|höchstwert|höchstpunktzahl"
    "|note maximale|máximo|máxima|максимум|макс|maks|maksimum|满分|最高分|満点"
)
WEIGHTED_COLUMN = Family(
    "weighted*|contribution|gewichtet*|pondéré*|ponderad*|взвешен*|ważon*|加权*|加重*|重み付き*|重み付け後"
)
TOTAL_ROW = Family(
    "overall*|total*|sum|average|mean|durchschnitt|mittelwert|moyenne|promedio|média|среднее|средняя|średnia|平均*"
    "|weighted average|weighted score|average score|composite*|gesamt*|summe|insgesamt"
    "|note globale|score global|global|globale|ensemble|général*|moyenne pondérée|general|media ponderada|geral"
    "|média ponderada|общ*|итог*|всего|сумма|средневзвешен*|łączn*|suma|razem|ogółem|ogóln*|总分|总计|总体*|综合*"
    "|合计|整体*|总评|加权平均|総合*|合計*|総計|全体*|加重平均"
)
CURRENT = Family(
    "current*|now|today|actual|aktuell*|derzeit*|ist|heute|actuel*|actuelle|atual|текущ*|сейчас|obecn*|aktualn*|当前"
    "|目前|现在|現在|現状"
)
